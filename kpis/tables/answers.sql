-- Predictions with what feedback says of them and whose robot saw them. A column that figures are not asked by is empty.
-- dialect: none.
-- with: predictions, outcomes, robots
SELECT p.id, p.request_id, p.mission_id, p.room_type AS answered, p.confidence, p.unknown_score, p.images, p.milliseconds, o.corrected,
  CASE WHEN @by_day = 1 THEN p.dt ELSE '' END AS day, CASE WHEN @by_model = 1 THEN p.model ELSE '' END AS model,
  CASE WHEN @by_variation = 1 THEN p.variation ELSE '' END AS variation, CASE WHEN @by_room_type = 1 THEN p.room_type ELSE '' END AS room_type,
  CASE WHEN @by_firmware = 1 THEN COALESCE(r.firmware, '') ELSE '' END AS firmware, CASE WHEN @by_site = 1 THEN COALESCE(r.site, '') ELSE '' END AS site
FROM predictions p LEFT JOIN outcomes o ON o.prediction_id = p.id LEFT JOIN robots r ON r.entity_id = p.entity_id
WHERE p.time_ms >= @from AND p.time_ms < @until
