-- What must be paid at least so that the supply stays on: overdue bills or due instalments, less credit.
-- grants: auditor clerk
CREATE FUNCTION supply_minimum(p_account_id BIGINT, p_today DATE) RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN GREATEST(0, COALESCE((
    SELECT SUM(bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today))
    FROM bills b
    WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid') AND b.due_on < p_today
      AND NOT EXISTS (SELECT 1 FROM instalment_plan_bills pb
        LEFT JOIN instalment_plan_ends e ON e.plan_id = pb.plan_id
        WHERE pb.bill_id = b.bill_id AND e.plan_id IS NULL)
  ), 0) + COALESCE((
    SELECT GREATEST(0, COALESCE((SELECT SUM(i.amount) FROM instalments i
        WHERE i.plan_id = p.plan_id AND i.due_on < p_today), 0)
      - (p.amount - COALESCE((SELECT SUM(b.balance) FROM instalment_plan_bills pb
        JOIN bills b ON b.bill_id = pb.bill_id WHERE pb.plan_id = p.plan_id), 0)))
    FROM instalment_plans p LEFT JOIN instalment_plan_ends e ON e.plan_id = p.plan_id
    WHERE p.account_id = p_account_id AND e.plan_id IS NULL
    LIMIT 1
  ), 0) - (SELECT a.credit FROM accounts a WHERE a.account_id = p_account_id))
