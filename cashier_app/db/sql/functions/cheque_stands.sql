-- Is a tendered cheque still what a receipt was paid with, or was it put right to something else since?
-- grants:
CREATE FUNCTION cheque_stands(p_payment_id BIGINT, p_entry_id BIGINT, p_line_no INT)
RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN NOT EXISTS (
  SELECT 1 FROM corrections k
  JOIN tenders t ON t.entry_id = k.entry_id AND t.line_no = MOD(p_line_no, 1000) AND t.kind = 'cheque'
  JOIN journal j ON j.entry_id = k.entry_id
  WHERE k.payment_id = p_payment_id
    AND j.stored_at > (SELECT i.stored_at FROM journal i WHERE i.entry_id = p_entry_id))
