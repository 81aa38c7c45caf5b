-- The UTC time of a count of microseconds since 1970; NULL when it is no such time.
-- grants:
CREATE FUNCTION from_micros(p_micros BIGINT) RETURNS DATETIME(6)
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN '1970-01-01 00:00:00.000000' + INTERVAL p_micros MICROSECOND
