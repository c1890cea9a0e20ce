-- Values of metrics of a time range.
-- dialect: none.
-- with: values_of_metrics
SELECT id, time_ms, entity_id, name, value, prediction_id FROM values_of_metrics WHERE time_ms >= @from AND time_ms < @until ORDER BY time_ms, id
