-- The newest feedback of each prediction, with what that said.
-- dialect: none.
SELECT prediction AS prediction_id, room_type, corrected FROM outcome WHERE corrected IS NOT NULL
