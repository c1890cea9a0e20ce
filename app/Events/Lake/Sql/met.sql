-- The entities that met the experiment: their first variation and its time, when they met another, when a launch took them.
-- dialect: none; the time that an entity never met is the largest BIGINT.
-- with: exposures
SELECT f.entity_id, f.variation, f.first_ms, f.attributes, MIN(CASE WHEN e.experiment = @experiment AND e.variation <> f.variation THEN e.time_ms END) AS mixed_ms,
  COALESCE(MIN(CASE WHEN e.experiment = '' AND e.reason = 'LAUNCH_RULE_MATCH' AND e.feature = @feature AND e.time_ms >= f.first_ms THEN e.time_ms END),
    9223372036854775807) AS moved_ms
FROM (
  SELECT entity_id, variation, time_ms AS first_ms, attributes, ROW_NUMBER() OVER (PARTITION BY entity_id ORDER BY time_ms, written_us) AS nth
  FROM exposures WHERE experiment = @experiment) f
JOIN exposures e ON e.entity_id = f.entity_id AND e.experiment IN (@experiment, '')
WHERE f.nth = 1
GROUP BY f.entity_id, f.variation, f.first_ms, f.attributes
