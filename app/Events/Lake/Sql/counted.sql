-- Events of the entities: 1 counts since the first exposure, by the variation that was met, 0 was before it; others are left out.
-- dialect: none.
-- with: entities, events
SELECT a.entity_id, a.variation, a.attributes, e.numerator, e.denominator, e.square, CASE WHEN e.time_ms >= a.first_ms THEN 1 ELSE 0 END AS is_since
FROM entities a JOIN events e ON e.entity_id = a.entity_id
WHERE (e.time_ms >= a.first_ms AND e.time_ms >= @from AND e.time_ms < a.moved_ms AND e.time_ms - a.first_ms < @window
    AND (a.variation = '' OR e.variation IS NULL OR e.variation = a.variation))
  OR (e.time_ms < a.first_ms AND a.first_ms - e.time_ms <= @past)
