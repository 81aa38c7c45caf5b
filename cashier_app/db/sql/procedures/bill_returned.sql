-- Issues a bill for what a returned cheque costs, in the month's series: the fee, or credit of it that was used since.
-- grants:
CREATE PROCEDURE bill_returned(
  IN p_account_id BIGINT, IN p_business_date DATE,
  IN p_title VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_amount DECIMAL(18, 3), OUT o_bill_id BIGINT
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_series VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT DATE_FORMAT(p_business_date, '%y%m');
  DECLARE v_running, v_connection_id BIGINT;

  SELECT (SELECT ac.connection_id FROM account_connections ac
    WHERE ac.account_id = p_account_id ORDER BY ac.liable_from DESC LIMIT 1) INTO v_connection_id;
  INSERT INTO bill_series (series, last_no) VALUES (v_series, 1)
  ON DUPLICATE KEY UPDATE last_no = last_no + 1;
  SELECT s.last_no INTO v_running FROM bill_series s WHERE s.series = v_series FOR UPDATE;
  INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title, issued_on,
    due_on, total, balance, status)
  VALUES (CONCAT(v_series, LPAD(v_running, GREATEST(4, LENGTH(v_running)), '0')), v_series, v_running,
    p_account_id, v_connection_id, 'fee', p_title, p_business_date,
    p_business_date + INTERVAL setting_number('bounce_fee_days', 14) DAY, p_amount, p_amount, 'issued');
  SELECT b.bill_id INTO o_bill_id FROM bills b WHERE b.series = v_series AND b.running_no = v_running;
  INSERT INTO bill_lines (bill_id, line_no, kind, label, unit, amount)
  VALUES (o_bill_id, 1, p_kind, p_title, '', p_amount);
END
