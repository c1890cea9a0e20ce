-- No robots: the table of one's own takes this one's place.
-- dialect: none.
SELECT CAST(NULL AS VARCHAR) AS entity_id, CAST(NULL AS VARCHAR) AS firmware, CAST(NULL AS VARCHAR) AS site WHERE 1 = 0
