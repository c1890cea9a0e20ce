-- Every shadow once: of rows with the same id the one that was written first.
-- dialect: none.
-- reads: shadow
SELECT id, dt, time_ms, entity_id, shadow, model, room_type, confidence, milliseconds, answered_milliseconds, written_us
FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY written_us) AS nth FROM shadow t WHERE dt BETWEEN @first_day AND @last_day) s
WHERE nth = 1
