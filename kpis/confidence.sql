-- The mean probability of the most probable label.
-- unit: probability, 0 to 1
-- formula: sum of confidence / predictions
-- columns: predictions, confidence
-- dialect: none.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(*) AS predictions, AVG(confidence) AS confidence
FROM answers GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
