-- The share of the predictions with feedback that feedback called right.
-- unit: share, 0 to 1
-- formula: confirmed / judged
-- columns: judged, confirmed, accuracy
-- dialect: 1E0 makes the division one of fractions.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(corrected) AS judged, SUM(CASE WHEN corrected = 0 THEN 1 ELSE 0 END) AS confirmed,
  1E0 * SUM(CASE WHEN corrected = 0 THEN 1 ELSE 0 END) / NULLIF(COUNT(corrected), 0) AS accuracy
FROM answers GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
