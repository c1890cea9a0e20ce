-- Exposures of a time range.
-- dialect: none.
-- with: exposures
SELECT id, time_ms, entity_id, experiment, feature, variation, reason, attributes FROM exposures
WHERE time_ms >= @from AND time_ms < @until ORDER BY time_ms, id
