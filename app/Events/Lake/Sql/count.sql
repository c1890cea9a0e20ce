-- How many entities met one variation, by variation and attributes.
-- dialect: none.
-- with: assigned
SELECT variation, COUNT(*), attributes FROM (SELECT variation, CASE WHEN @with_attributes = 1 THEN attributes END AS attributes FROM assigned) a
GROUP BY variation, attributes
