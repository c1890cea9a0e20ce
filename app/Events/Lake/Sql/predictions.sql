-- Every prediction once: of rows with the same id the one that was written first.
-- dialect: none.
-- reads: prediction
SELECT id, dt, time_ms, entity_id, request_id, mission_id, room_id, model, variation, room_type, confidence, unknown_score, images, milliseconds, written_us
FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY written_us) AS nth FROM prediction t WHERE dt BETWEEN @first_day AND @last_day) s
WHERE nth = 1
