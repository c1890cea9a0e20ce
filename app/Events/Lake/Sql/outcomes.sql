-- The newest feedback of each prediction, with what that said.
-- dialect: none.
-- with: predictions, feedbacks
SELECT p.id AS prediction_id, p.entity_id, p.time_ms AS predicted_ms, p.variation, f.room_type, CASE WHEN f.room_type <> p.room_type THEN 1 ELSE 0 END AS corrected
FROM (SELECT prediction_id, room_type, ROW_NUMBER() OVER (PARTITION BY prediction_id ORDER BY time_ms DESC, written_us DESC) AS nth FROM feedbacks) f
JOIN predictions p ON p.id = f.prediction_id
WHERE f.nth = 1
