-- Every feedback once, of all days: a prediction's may come much later.
-- dialect: none.
-- reads: feedback
SELECT id, dt, time_ms, entity_id, prediction_id, room_type, written_us
FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY written_us) AS nth FROM feedback t) s
WHERE nth = 1
