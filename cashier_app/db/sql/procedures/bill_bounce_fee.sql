-- Issues the fee for a cheque that came back as a bill of its own, in the month's series: once, whatever it paid.
-- The caller holds the cheque's number (lock_tenders).
-- grants:
CREATE PROCEDURE bill_bounce_fee(
  IN p_account_id BIGINT, IN p_business_date DATE, IN p_cheque_entry BIGINT, IN p_line_no INT, OUT o_bill_id BIGINT, OUT o_fee DECIMAL(18, 3)
)
SQL SECURITY DEFINER
fee: BEGIN
  DECLARE v_series VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT DATE_FORMAT(p_business_date, '%y%m');
  DECLARE v_running, v_connection_id BIGINT;

  SET o_bill_id = NULL, o_fee = setting_number('bounce_fee', 0);
  SELECT (SELECT ac.connection_id FROM account_connections ac
    WHERE ac.account_id = p_account_id ORDER BY ac.liable_from DESC LIMIT 1) INTO v_connection_id;
  -- A bill stands at a connection; an account that never had one is owed no supply either.
  IF o_fee <= 0 OR v_connection_id IS NULL OR EXISTS (
      SELECT 1 FROM cheques q JOIN cheques o ON o.cheque_no = q.cheque_no AND UPPER(o.bank) = UPPER(q.bank)
      JOIN bounces n ON n.cheque_entry_id = o.entry_id AND n.line_no = o.line_no
      WHERE q.entry_id = p_cheque_entry AND q.line_no = p_line_no AND n.fee_bill_id IS NOT NULL) THEN
    SET o_fee = 0;
    LEAVE fee;
  END IF;
  INSERT INTO bill_series (series, last_no) VALUES (v_series, 1)
  ON DUPLICATE KEY UPDATE last_no = last_no + 1;
  SELECT s.last_no INTO v_running FROM bill_series s WHERE s.series = v_series FOR UPDATE;
  INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title, issued_on,
    due_on, total, balance, status)
  VALUES (CONCAT(v_series, LPAD(v_running, GREATEST(4, LENGTH(v_running)), '0')), v_series, v_running,
    p_account_id, v_connection_id, 'fee', 'Returned cheque fee', p_business_date,
    p_business_date + INTERVAL setting_number('bounce_fee_days', 14) DAY, o_fee, o_fee, 'issued');
  SELECT b.bill_id INTO o_bill_id FROM bills b WHERE b.series = v_series AND b.running_no = v_running;
  INSERT INTO bill_lines (bill_id, line_no, kind, label, unit, amount)
  VALUES (o_bill_id, 1, 'fee', 'Returned cheque fee', '', o_fee);
END
