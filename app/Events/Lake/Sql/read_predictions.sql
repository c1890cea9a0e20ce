-- Predictions of a time range.
-- dialect: none.
-- with: predictions
SELECT id, time_ms, entity_id, request_id, mission_id, room_id, model, variation, room_type, confidence, images, unknown_score, milliseconds FROM predictions
WHERE time_ms >= @from AND time_ms < @until ORDER BY time_ms, id
