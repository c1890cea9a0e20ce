-- Whose a prediction is, of all days.
-- dialect: none.
-- reads: prediction
SELECT id, MIN(entity_id) AS entity_id FROM prediction GROUP BY id
