-- Did a tendered cheque go back to the customer: its receipt taken back, or put right to something else?
-- A move leaves it where it is; so does a bounce of another cheque of the same receipt.
-- grants:
CREATE FUNCTION cheque_returned(p_payment_id BIGINT, p_entry_id BIGINT, p_line_no INT)
RETURNS TINYINT
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN NOT cheque_stands(p_payment_id, p_entry_id, p_line_no) OR EXISTS (
  SELECT 1 FROM reversals r
  WHERE (r.payment_id = p_payment_id OR r.undone_entry_id = p_payment_id)
    AND r.kind IN ('undo', 'reversal'))
