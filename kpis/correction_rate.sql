-- The share of all predictions that feedback called wrong.
-- unit: share, 0 to 1
-- formula: corrected / predictions
-- columns: predictions, corrected, correction_rate
-- dialect: 1E0 makes the division one of fractions.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(*) AS predictions, SUM(CASE WHEN corrected = 1 THEN 1 ELSE 0 END) AS corrected,
  1E0 * SUM(CASE WHEN corrected = 1 THEN 1 ELSE 0 END) / COUNT(*) AS correction_rate
FROM answers GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
