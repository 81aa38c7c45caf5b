-- A bill for a service (meter test, reconnection, deposit), numbered without gap in the month's series.
-- grants: clerk supervisor
CREATE PROCEDURE issue_fee(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_title VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_amount DECIMAL(18, 3), IN p_due_on DATE
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_account_id, v_connection_id, v_object_id, v_running_no BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_series VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_today DATE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('issue_fees', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  IF NOT COALESCE(p_amount > 0 AND p_amount = ROUND(p_amount, (SELECT u.currency_decimals FROM utility u)), 0) THEN
    CALL refuse('bad_amount', NULL); LEAVE act;
  END IF;
  IF p_amount > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;
  IF TRIM(COALESCE(p_title, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_due_on >= v_today, 0) THEN CALL refuse('bad_period', NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_office_request(p_request, 'fee', CONCAT_WS('|', p_account_no, p_title, p_amount, p_due_on),
    v_user_id, v_object_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    SELECT b.bill_id, b.bill_no FROM bills b WHERE b.bill_id = v_object_id;
    LEAVE act;
  ELSEIF v_state <> 'new' THEN CALL refuse(v_state, NULL); LEAVE act; END IF;

  SELECT a.account_id INTO v_account_id FROM accounts a WHERE a.account_no = p_account_no;
  SELECT ac.connection_id INTO v_connection_id FROM account_connections ac
  WHERE ac.account_id = v_account_id ORDER BY ac.liable_from DESC LIMIT 1;
  IF v_connection_id IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;

  INSERT INTO bills (series, account_id, connection_id, kind, title, total, balance, status)
  VALUES (DATE_FORMAT(v_today, '%y%m'), v_account_id, v_connection_id, 'fee', p_title, p_amount, p_amount, 'draft');
  SET v_object_id = LAST_INSERT_ID(), v_series = DATE_FORMAT(v_today, '%y%m');
  INSERT INTO bill_lines (bill_id, line_no, kind, label, unit, amount)
  VALUES (v_object_id, 1, 'fee', p_title, '', p_amount);
  INSERT IGNORE INTO bill_series (series, last_no) VALUES (v_series, 0);
  UPDATE bill_series s SET s.last_no = LAST_INSERT_ID(s.last_no + 1) WHERE s.series = v_series;
  SET v_running_no = LAST_INSERT_ID(),
    v_bill_no = CONCAT(v_series, LPAD(v_running_no, GREATEST(4, LENGTH(v_running_no)), '0'));
  UPDATE bills b SET b.status = 'issued', b.bill_no = v_bill_no, b.running_no = v_running_no,
    b.issued_on = v_today, b.due_on = p_due_on
  WHERE b.bill_id = v_object_id;
  UPDATE office_requests q SET q.object_id = v_object_id WHERE q.request_id = UNHEX(p_request);
  CALL note_office(v_user_id, NULL, 'fee_issued', CONCAT(v_bill_no, ' of ', p_amount, ': ', p_title));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_object_id AS bill_id, v_bill_no AS bill_no;
END
