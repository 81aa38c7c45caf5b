-- Late charges that fell due while a bill counted as paid: posted when its cheque comes back.
-- grants:
CREATE PROCEDURE post_missed_charges(IN p_booking_id BIGINT, IN p_base INT, IN p_business_date DATE)
SQL SECURITY DEFINER
BEGIN
  UPDATE bills b JOIN (
    SELECT l.bill_id, SUM(l.amount) AS amount, COUNT(*) AS steps
    FROM payment_allocations pa JOIN bill_late_charges l ON l.bill_id = pa.bill_id
    WHERE pa.entry_id = p_booking_id AND pa.line_no > p_base AND l.post_on <= p_business_date
      AND NOT EXISTS (SELECT 1 FROM bill_adjustments x
        WHERE x.bill_id = l.bill_id AND x.kind = 'late_charge' AND x.step = l.step)
      AND is_held(l.bill_id, l.post_on, p_business_date) = 0 AND given_back_by(l.bill_id) IS NULL
      -- A plan that runs keeps late charges away.
      AND NOT EXISTS (SELECT 1 FROM instalment_plan_bills pb
        LEFT JOIN instalment_plan_ends e ON e.plan_id = pb.plan_id
        WHERE pb.bill_id = l.bill_id AND e.plan_id IS NULL)
    GROUP BY l.bill_id) q ON q.bill_id = b.bill_id
  SET b.balance = b.balance + q.amount, b.version = b.version + q.steps
  WHERE b.due_on < p_business_date;
  INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at)
  SELECT l.bill_id, 'late_charge', l.step, l.amount, 'Late charge', p_business_date, SYSDATE(6)
  FROM payment_allocations pa JOIN bill_late_charges l ON l.bill_id = pa.bill_id
  JOIN bills b ON b.bill_id = pa.bill_id AND b.due_on < p_business_date
  LEFT JOIN bill_adjustments x ON x.bill_id = l.bill_id AND x.kind = 'late_charge' AND x.step = l.step
  WHERE pa.entry_id = p_booking_id AND pa.line_no > p_base AND l.post_on <= p_business_date
    AND x.adjustment_id IS NULL AND is_held(l.bill_id, l.post_on, p_business_date) = 0 AND given_back_by(l.bill_id) IS NULL
    AND NOT EXISTS (SELECT 1 FROM instalment_plan_bills pb
      LEFT JOIN instalment_plan_ends e ON e.plan_id = pb.plan_id
      WHERE pb.bill_id = l.bill_id AND e.plan_id IS NULL);
END
