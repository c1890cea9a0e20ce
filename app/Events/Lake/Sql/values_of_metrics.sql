-- Values of metrics with their entity, which is the prediction's where they tell none.
-- dialect: none.
-- with: metrics, owners
SELECT m.id, m.time_ms, COALESCE(NULLIF(m.entity_id, ''), o.entity_id, '') AS entity_id, m.name, m.value, m.prediction_id
FROM metrics m LEFT JOIN owners o ON o.id = m.prediction_id
