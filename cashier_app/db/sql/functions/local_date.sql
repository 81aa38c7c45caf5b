-- The utility's calendar date of a UTC time: CONVERT_TZ with names is NULL on a plain install.
-- grants:
CREATE FUNCTION local_date(p_utc DATETIME(6)) RETURNS DATE
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN DATE(p_utc + INTERVAL (
  SELECT o.minutes FROM utility_offsets o WHERE o.from_utc <= p_utc ORDER BY o.from_utc DESC LIMIT 1
) MINUTE)
