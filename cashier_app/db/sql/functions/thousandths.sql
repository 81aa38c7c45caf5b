-- An amount as a whole count of thousandths: widening the column cannot change hashed text.
-- grants:
CREATE FUNCTION thousandths(p_amount DECIMAL(18, 3)) RETURNS BIGINT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CAST(p_amount * 1000 AS SIGNED)
