-- Issues the fee for a cheque that came back as a bill of its own, in the month's series: once, whatever it paid.
-- The caller holds the cheque's number (lock_tenders).
-- grants:
CREATE PROCEDURE bill_bounce_fee(
  IN p_account_id BIGINT, IN p_business_date DATE, IN p_cheque_entry BIGINT, IN p_line_no INT, OUT o_bill_id BIGINT, OUT o_fee DECIMAL(18, 3)
)
SQL SECURITY DEFINER
fee: BEGIN
  SET o_bill_id = NULL, o_fee = setting_number('bounce_fee', 0);
  -- A bill stands at a connection; an account that never had one is owed no supply either.
  IF o_fee <= 0 OR NOT EXISTS (SELECT 1 FROM account_connections ac WHERE ac.account_id = p_account_id) OR EXISTS (
      SELECT 1 FROM cheques q JOIN cheques o ON o.cheque_no = q.cheque_no AND UPPER(o.bank) = UPPER(q.bank)
      JOIN bounces n ON n.cheque_entry_id = o.entry_id AND n.line_no = o.line_no
      WHERE q.entry_id = p_cheque_entry AND q.line_no = p_line_no AND n.fee_bill_id IS NOT NULL) THEN
    SET o_fee = 0;
    LEAVE fee;
  END IF;
  CALL bill_returned(p_account_id, p_business_date, 'Returned cheque fee', 'fee', o_fee, o_bill_id);
END
