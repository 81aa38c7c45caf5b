-- Is a bill's prompt discount offered no more, whatever its day: given, or given back with its bill?
-- Not asked: the one of the entry `p_besides`.
-- grants:
CREATE FUNCTION discount_over(p_bill_id BIGINT, p_besides BIGINT) RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN discount_stands(p_bill_id, p_besides) OR discount_given_back(p_bill_id, '9999-12-31')
