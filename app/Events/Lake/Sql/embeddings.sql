-- Every embedding once: of rows with the same id the one that was written first.
-- dialect: none.
-- reads: embedding
SELECT id, dt, time_ms, entity_id, model, vector, brightness, sharpness, megapixels, written_us
FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY written_us) AS nth FROM embedding t WHERE dt BETWEEN @first_day AND @last_day) s
WHERE nth = 1
