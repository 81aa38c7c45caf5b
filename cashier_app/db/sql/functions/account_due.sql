-- Due today of an account: the sum over its open bills less its credit, never below zero.
-- grants: auditor clerk
CREATE FUNCTION account_due(p_account_id BIGINT, p_today DATE) RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN GREATEST(0, COALESCE((
  SELECT SUM(bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today))
  FROM bills b WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
), 0) - (SELECT a.credit FROM accounts a WHERE a.account_id = p_account_id))
