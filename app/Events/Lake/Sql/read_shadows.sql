-- Shadows' predictions of a time range.
-- dialect: none.
-- with: shadows
SELECT id, time_ms, entity_id, shadow, model, room_type, confidence, milliseconds, answered_milliseconds FROM shadows
WHERE time_ms >= @from AND time_ms < @until ORDER BY time_ms, id
