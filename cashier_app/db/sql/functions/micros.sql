-- A UTC time as whole microseconds since 1970, the form that canonical text uses.
-- grants:
CREATE FUNCTION micros(p_utc DATETIME(6)) RETURNS BIGINT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', p_utc)
