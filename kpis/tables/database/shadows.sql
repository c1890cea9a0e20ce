-- What shadows said of predictions.
-- dialect: none.
SELECT id, at AS time_ms, name AS shadow, model, room_type, confidence, ms AS milliseconds, answered_ms AS answered_milliseconds FROM shadow
