-- How long requests took, from the last byte of the body to the answer: the time that half of them, 95 and 99 in a hundred are not over.
-- unit: milliseconds
-- formula: nearest rank: the least time whose rank is at least p of the requests' number; a request counts once, however many rooms it has
-- columns: requests, p50, p95, p99
-- dialect: ranks by window functions, since each engine has percentiles of its own; over times and how many have each, which are far fewer than requests.
-- with: answers
SELECT day, model, variation, room_type, firmware, site,
  SUM(many) AS requests, MIN(CASE WHEN upto * 100 >= total * 50 THEN milliseconds END) AS p50,
  MIN(CASE WHEN upto * 100 >= total * 95 THEN milliseconds END) AS p95, MIN(CASE WHEN upto * 100 >= total * 99 THEN milliseconds END) AS p99
FROM (
  SELECT t.*, SUM(many) OVER (PARTITION BY day, model, variation, room_type, firmware, site ORDER BY milliseconds) AS upto,
    SUM(many) OVER (PARTITION BY day, model, variation, room_type, firmware, site) AS total
  FROM (SELECT day, model, variation, room_type, firmware, site, milliseconds, COUNT(*) AS many
    FROM (SELECT day, model, variation, room_type, firmware, site, request_id, MAX(milliseconds) AS milliseconds FROM answers WHERE milliseconds IS NOT NULL
      GROUP BY day, model, variation, room_type, firmware, site, request_id) r
    GROUP BY day, model, variation, room_type, firmware, site, milliseconds) t) q
GROUP BY day, model, variation, room_type, firmware, site ORDER BY day, model, variation, room_type, firmware, site
