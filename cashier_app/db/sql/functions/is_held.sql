-- Does a slip of who came to pay hold this late charge back on this day? One that was due before he came it does not.
-- grants:
CREATE FUNCTION is_held(p_bill_id BIGINT, p_post_on DATE, p_today DATE) RETURNS INT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN EXISTS (
  SELECT 1 FROM attempt_bills w JOIN payment_attempts t ON t.attempt_id = w.attempt_id
  WHERE w.bill_id = p_bill_id AND p_post_on > t.tried_on AND p_today <= t.holds_until)
