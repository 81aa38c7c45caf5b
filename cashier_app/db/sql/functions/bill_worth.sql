-- What a true-up gives back of a bill: its lines but what it carried to credit, and all that was posted to it since:
-- corrections, the discount taken on it, its late charges.
-- grants: clerk supervisor
CREATE FUNCTION bill_worth(p_bill_id BIGINT)
RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN (SELECT b.total FROM bills b WHERE b.bill_id = p_bill_id)
  - COALESCE((SELECT SUM(l.amount) FROM bill_lines l WHERE l.bill_id = p_bill_id AND l.kind = 'carried'), 0)
  + COALESCE((SELECT SUM(x.amount) FROM bill_adjustments x WHERE x.bill_id = p_bill_id), 0)
