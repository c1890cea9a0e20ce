-- The share of the predictions that have feedback: what accuracy rests on.
-- unit: share, 0 to 1
-- formula: judged / predictions
-- columns: predictions, judged, coverage
-- dialect: 1E0 makes the division one of fractions.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(*) AS predictions, COUNT(corrected) AS judged, 1E0 * COUNT(corrected) / COUNT(*) AS coverage
FROM answers GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
