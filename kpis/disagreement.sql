-- The share of the predictions with a shadow of which the shadow's model says another label; all shadows together.
-- unit: share, 0 to 1
-- formula: disagreements / compared
-- columns: compared, disagreements, disagreement
-- dialect: 1E0 makes the division one of fractions.
-- with: answers, shadows
SELECT day, model, variation, room_type, firmware, site,
  COUNT(*) AS compared, SUM(CASE WHEN shown <> answered THEN 1 ELSE 0 END) AS disagreements,
  1E0 * SUM(CASE WHEN shown <> answered THEN 1 ELSE 0 END) / COUNT(*) AS disagreement
FROM (SELECT a.*, s.room_type AS shown FROM answers a JOIN shadows s ON s.id = a.id) c
GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
