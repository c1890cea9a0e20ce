-- The sums of a metric by entity, before and since its first exposure.
-- dialect: none.
-- with: entities, counted
SELECT a.entity_id, MIN(a.variation), MIN(a.first_ms),
  SUM(CASE WHEN c.is_since = 1 THEN c.numerator ELSE 0E0 END), SUM(CASE WHEN c.is_since = 1 THEN c.denominator ELSE 0E0 END),
  SUM(CASE WHEN c.is_since = 1 THEN c.square ELSE 0E0 END),
  SUM(CASE WHEN c.is_since = 0 THEN c.numerator ELSE 0E0 END), SUM(CASE WHEN c.is_since = 0 THEN c.denominator ELSE 0E0 END),
  CASE WHEN @with_attributes = 1 THEN MIN(a.attributes) END
FROM entities a LEFT JOIN counted c ON c.entity_id = a.entity_id
GROUP BY a.entity_id ORDER BY a.entity_id
