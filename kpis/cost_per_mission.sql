-- What the pictures of a mission cost: those that a model looked at, at the price of one.
-- unit: USD
-- formula: price * pictures / missions; predictions without a mission are left out
-- parameters: @price, USD that a picture costs (./run cost STACK says it)
-- columns: missions, pictures, cost, cost_per_mission
-- dialect: none.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(DISTINCT mission_id) AS missions, SUM(images) AS pictures, @price * SUM(images) AS cost, @price * SUM(images) / COUNT(DISTINCT mission_id) AS cost_per_mission
FROM answers WHERE mission_id <> '' GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
