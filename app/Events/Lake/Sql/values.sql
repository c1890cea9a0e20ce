-- Every value since the exposures, entity by entity.
-- dialect: none.
-- with: counted
SELECT entity_id, variation, numerator, CASE WHEN @with_attributes = 1 THEN attributes END FROM counted WHERE is_since = 1 ORDER BY entity_id
