-- What is payable for a bill today: one definition for counter, statement and reports.
-- grants: auditor clerk
CREATE FUNCTION bill_due(
  p_balance DECIMAL(18, 3), p_discount DECIMAL(18, 3), p_until DATE, p_today DATE
) RETURNS DECIMAL(18, 3)
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN CASE
  WHEN p_until IS NOT NULL AND p_today <= p_until THEN GREATEST(p_balance - p_discount, 0)
  ELSE p_balance
END
