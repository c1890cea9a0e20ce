-- What each value adds to a metric of one's own; no variation made it.
-- dialect: none.
-- with: values_of_metrics
SELECT entity_id, time_ms, value AS numerator, 1E0 AS denominator, value * value AS square, CAST(NULL AS VARCHAR) AS variation
FROM values_of_metrics WHERE name = @metric AND time_ms < @until AND value BETWEEN @minimum AND @maximum
