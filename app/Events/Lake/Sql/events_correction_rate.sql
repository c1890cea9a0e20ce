-- What each prediction, and each of which feedback says another label, adds to the metric correction_rate.
-- dialect: none.
-- with: predictions, outcomes
SELECT entity_id, time_ms, 0E0 AS numerator, 1E0 AS denominator, 0E0 AS square, variation FROM predictions WHERE time_ms < @until
UNION ALL
SELECT entity_id, predicted_ms, 1E0, 0E0, 1E0, variation FROM outcomes WHERE corrected = 1 AND predicted_ms < @until
