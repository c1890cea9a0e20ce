-- The predictions, named as the lake names their columns.
-- dialect: a day as a text, which SQLite makes by strftime.
SELECT id, strftime('%Y-%m-%d', at / 1000, 'unixepoch') AS dt, at AS time_ms, entity AS entity_id, request AS request_id, mission AS mission_id, room AS room_id,
  model, variation, room_type, confidence, unknown_score, images, milliseconds
FROM prediction WHERE at >= @from AND at < @until
