-- The key figures of predictions by day (UTC), model, variation and room type.
-- dialect: none; the day is the partition's.
-- with: predictions, outcomes
SELECT p.dt, p.model, p.variation, p.room_type, COUNT(*), AVG(p.confidence), SUM(CASE WHEN o.corrected = 0 THEN 1 ELSE 0 END),
  SUM(CASE WHEN o.corrected = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN p.unknown_score >= 0.5 THEN 1 ELSE 0 END)
FROM predictions p LEFT JOIN outcomes o ON o.prediction_id = p.id
GROUP BY p.dt, p.model, p.variation, p.room_type ORDER BY p.dt, p.model, p.variation, p.room_type
