-- Embeddings of predictions with what feedback says of these.
-- dialect: none; bytes are told in base64, which both engines call to_base64.
-- with: embeddings, predictions, outcomes
SELECT p.id, e.time_ms, p.entity_id, p.room_type, p.confidence, o.room_type, to_base64(e.vector), p.unknown_score, e.brightness, e.sharpness, e.megapixels
FROM embeddings e JOIN predictions p ON p.id = e.id LEFT JOIN outcomes o ON o.prediction_id = e.id
WHERE e.model = @model AND e.time_ms >= @from AND e.time_ms < @until AND (@only_judged = 0 OR o.room_type IS NOT NULL)
ORDER BY e.time_ms, e.id LIMIT @most
