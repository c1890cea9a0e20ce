-- The entities of the experiment that met one variation, as long as they did.
-- dialect: none.
-- with: met
SELECT entity_id, variation, first_ms, moved_ms, attributes FROM met
WHERE (mixed_ms IS NULL OR mixed_ms >= @until) AND first_ms >= @exposed_from AND first_ms < @until AND first_ms <= @matured
