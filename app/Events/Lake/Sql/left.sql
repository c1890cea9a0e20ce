-- How many entities met several variations, and how many of the others a launch took.
-- dialect: none.
-- with: met, assigned
SELECT (SELECT COUNT(*) FROM met WHERE mixed_ms < @until AND first_ms >= @exposed_from AND first_ms < @until),
  (SELECT COUNT(*) FROM assigned WHERE moved_ms < @until)
