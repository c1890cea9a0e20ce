-- Everybody who was answered in the time, as if exposed then: what an experiment would have met.
-- dialect: none.
-- with: predictions
SELECT entity_id, '' AS variation, MIN(time_ms) AS first_ms, 9223372036854775807 AS moved_ms, CAST(NULL AS VARCHAR) AS attributes
FROM predictions WHERE entity_id <> '' AND time_ms >= @from AND time_ms < @until
GROUP BY entity_id HAVING MIN(time_ms) <= @matured
