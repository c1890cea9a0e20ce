-- The predictions, named as the lake names their columns.
-- dialect: a day as a text, which PostgreSQL makes by to_char.
SELECT id, to_char(to_timestamp(at / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS dt, at AS time_ms, entity AS entity_id, request AS request_id, mission AS mission_id, room AS room_id,
  model, variation, room_type, confidence, unknown_score, images, milliseconds
FROM prediction WHERE at >= @from AND at < @until
