-- The UTC time at which a calendar date of the utility begins; the inverse of local_date.
-- grants:
CREATE FUNCTION start_of_day(p_date DATE) RETURNS DATETIME(6)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN CAST(p_date AS DATETIME(6)) - INTERVAL COALESCE((
  SELECT o.minutes FROM utility_offsets o WHERE o.from_utc + INTERVAL o.minutes MINUTE <= p_date
  ORDER BY o.from_utc DESC LIMIT 1
), 0) MINUTE
