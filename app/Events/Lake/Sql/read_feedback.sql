-- Feedback of a time range.
-- dialect: none.
-- with: feedbacks
SELECT id, time_ms, entity_id, prediction_id, room_type FROM feedbacks WHERE time_ms >= @from AND time_ms < @until ORDER BY time_ms, id
