-- What is payable for a bill today: one definition for counter, statement and reports.
-- A prompt discount is offered once, and only where something is left to pay with it.
-- grants: auditor clerk
CREATE FUNCTION bill_due(
  p_bill_id BIGINT, p_balance DECIMAL(18, 3), p_discount DECIMAL(18, 3), p_until DATE, p_today DATE
) RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
BEGIN
  -- Nested: a search calls this for every row, and few bills have a discount that is open.
  IF p_today <= p_until AND p_discount > 0 AND p_discount < p_balance THEN
    IF NOT discount_over(p_bill_id, 0) THEN RETURN p_balance - p_discount; END IF;
  END IF;
  RETURN p_balance;
END
