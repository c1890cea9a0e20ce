-- A shadow beside what was answered, by the two models and by unit. The last column is the time of the first prediction of which one alone is right, doubled, and one more if that is the shadow's.
-- dialect: none.
-- with: predictions, shadows, outcomes
SELECT s.model, p.model, COUNT(*), SUM(CASE WHEN s.room_type <> p.room_type THEN 1 ELSE 0 END),
  SUM(s.confidence), SUM(p.confidence), SUM((s.confidence - p.confidence) * (s.confidence - p.confidence)),
  SUM(s.milliseconds), SUM(s.answered_milliseconds), SUM((s.milliseconds - s.answered_milliseconds) * (s.milliseconds - s.answered_milliseconds)),
  COUNT(o.room_type), SUM(CASE WHEN o.room_type = s.room_type THEN 1 ELSE 0 END), SUM(CASE WHEN o.room_type = p.room_type THEN 1 ELSE 0 END),
  SUM(CASE WHEN o.room_type = s.room_type AND o.room_type = p.room_type THEN 1 ELSE 0 END),
  MIN(CASE WHEN o.room_type = s.room_type AND o.room_type <> p.room_type THEN 2 * s.time_ms + 1
    WHEN o.room_type = p.room_type AND o.room_type <> s.room_type THEN 2 * s.time_ms END)
FROM shadows s JOIN predictions p ON p.id = s.id LEFT JOIN outcomes o ON o.prediction_id = s.id
WHERE s.shadow = @shadow AND s.time_ms >= @from AND s.time_ms < @until
GROUP BY s.model, p.model, s.entity_id, CASE WHEN s.entity_id = '' THEN p.request_id ELSE '' END
