-- What each prediction adds to the metric confidence.
-- dialect: none.
-- with: predictions
SELECT entity_id, time_ms, confidence AS numerator, 1E0 AS denominator, confidence * confidence AS square, variation
FROM predictions WHERE time_ms < @until
