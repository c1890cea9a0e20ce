-- The share of the predictions whose pictures show little that the model knows, whatever was answered.
-- unit: share, 0 to 1
-- formula: predictions with an unknown score of 0.5 or more / predictions
-- columns: predictions, unknown, unknown_share
-- dialect: 1E0 makes the division one of fractions.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  COUNT(*) AS predictions, SUM(CASE WHEN unknown_score >= 0.5 THEN 1 ELSE 0 END) AS unknown,
  1E0 * SUM(CASE WHEN unknown_score >= 0.5 THEN 1 ELSE 0 END) / COUNT(*) AS unknown_share
FROM answers GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
