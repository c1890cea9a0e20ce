-- Every exposure once: of rows with the same id the one that was written first.
-- dialect: none.
-- reads: exposure
SELECT id, dt, time_ms, entity_id, experiment, feature, variation, reason, attributes, written_us
FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY id ORDER BY written_us) AS nth FROM exposure t WHERE dt <= @last_day) s
WHERE nth = 1
