-- One line of a bank's or mobile service's file, or one receipt of the paper book: a payment of its own.
-- The money is in already, so nothing was shown and nothing is compared: it settles what is open now,
-- and what it pays too much is credit. A reference counts once at its counter.
-- grants: cashier
CREATE PROCEDURE take_outside_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_account_id, v_bill_account_id, v_entry_id, v_number BIGINT;
  DECLARE v_bill_id, v_known_id, v_head_id BIGINT DEFAULT NULL;
  DECLARE v_thousandths, v_unit BIGINT DEFAULT 0;
  DECLARE v_line_no, v_is_beyond INT;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_channel VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_tender VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  DECLARE v_reference VARCHAR(65) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_account_no, v_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_payer VARCHAR(121) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_date VARCHAR(10) CHARACTER SET ascii;
  DECLARE v_deadline, v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date, v_value_date DATE;
  DECLARE v_amount, v_left, v_due, v_credit, v_cash DECIMAL(18, 3);
  DECLARE v_bill_lines, v_bill_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT c.channel, c.code INTO v_channel, v_code FROM counters c WHERE c.counter_id = v_counter_id;
  IF v_channel = 'hall' OR NOT EXISTS (SELECT 1 FROM rights r WHERE r.user_id = v_user_id
      AND r.activity = IF(v_channel = 'paper', 'paper_book', 'import_payments')) THEN
    CALL refuse(IF(v_channel = 'hall', 'not_a_channel', 'no_right'), NULL); LEAVE act;
  END IF;

  SET v_deadline = SYSDATE(6) + INTERVAL 6 SECOND;
  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'payment', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    CALL emit_receipt(v_entry_id, 0, 'repeated', '');
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.shift_id, x.line_no, x.reference, x.account_no, x.bill_no, x.amount, x.value_date, x.payer,
    from_micros(x.taken_at)
  INTO v_shift_id, v_line_no, v_reference, v_account_no, v_bill_no, v_thousandths, v_date, v_payer,
    v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (shift_id BIGINT PATH '$.shift', line_no INT PATH '$.line',
    reference VARCHAR(65) PATH '$.reference', account_no VARCHAR(24) PATH '$.account',
    bill_no VARCHAR(24) PATH '$.bill', amount BIGINT PATH '$.amount',
    value_date VARCHAR(10) PATH '$.value_date', payer VARCHAR(121) PATH '$.payer',
    taken_at BIGINT PATH '$.taken_at')) x;
  SELECT s.business_date, POW(10, 3 - u.currency_decimals) INTO v_business_date, v_unit
  FROM utility u JOIN payment_files f ON f.shift_id = v_shift_id
  JOIN shifts s ON s.shift_id = f.shift_id AND s.counter_id = v_counter_id AND s.user_id = v_user_id;
  IF v_business_date IS NULL THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  IF NOT COALESCE(v_reference REGEXP '^[!-~]([ -~]{0,62}[!-~])?\\z'
      AND CHAR_LENGTH(v_payer) <= 120 AND v_taken_at IS NOT NULL AND v_account_no IS NOT NULL AND v_bill_no IS NOT NULL
      AND v_thousandths BETWEEN 1 AND 999999999999999 AND MOD(v_thousandths, v_unit) = 0, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_amount = v_thousandths * 0.001, v_value_date = value_date(v_date, v_business_date);
  IF v_value_date IS NULL THEN CALL refuse('bad_value_date', NULL); LEAVE act; END IF;

  IF v_bill_no <> '' THEN
    SELECT b.bill_id, b.account_id INTO v_bill_id, v_bill_account_id FROM bills b
    WHERE b.bill_no = v_bill_no AND b.status <> 'draft';
    IF v_bill_id IS NULL THEN CALL refuse('no_such_bill', NULL); LEAVE act; END IF;
  END IF;
  IF v_account_no = '' THEN
    SET v_head_id = v_bill_account_id;
  ELSE
    SELECT a.account_id INTO v_head_id FROM accounts a WHERE a.account_no = v_account_no;
  END IF;
  IF v_head_id IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;
  IF v_bill_account_id <> v_head_id THEN CALL refuse('bill_of_other_account', NULL); LEAVE act; END IF;
  IF v_channel = 'paper' AND NOT EXISTS (SELECT 1 FROM paper_lines p
      WHERE p.shift_id = v_shift_id AND p.line_no = v_line_no AND p.account_id = v_head_id
        AND p.amount = v_amount AND p.value_date = v_value_date
        AND v_reference = CONCAT(p.book, '-', p.number)) THEN
    CALL refuse('not_approved', NULL); LEAVE act;
  END IF;

  -- The account's row first, then its bills by id, the shift, the series: the order of every payment.
  UPDATE accounts a SET a.version = a.version + 1 WHERE a.account_id = v_head_id;
  CALL settle_outside(v_head_id, v_bill_no, 0, v_amount, v_value_date, v_deadline, v_bill_lines,
    v_bill_parts, v_left, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF v_left > 0 THEN
    UPDATE accounts a SET a.credit = a.credit + v_left, a.version = a.version + 1
    WHERE a.account_id = v_head_id;
  END IF;
  SET v_tender = IF(v_channel = 'paper', 'cash', 'transfer'), v_due = account_due(v_head_id, v_business_date);
  SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_head_id;
  UPDATE shifts s SET s.receipts = s.receipts + 1,
    s.cash_taken = s.cash_taken + IF(v_tender = 'cash', v_amount, 0)
  WHERE s.shift_id = v_shift_id AND s.state = 'open';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  -- Behind the shift's lock nobody else writes at this counter: what is known is known for good.
  SELECT o.entry_id INTO v_known_id FROM outside_payments o
  WHERE o.counter_id = v_counter_id AND o.reference = v_reference;
  IF v_known_id IS NOT NULL THEN
    SELECT JSON_OBJECT('receipt', p.receipt_no) INTO v_facts FROM payments p
    WHERE p.payment_id = v_known_id;
    CALL refuse('reference_known', v_facts);
    LEAVE act;
  END IF;
  -- The file was declared when its shift opened: no more receipts than that, and no more money.
  SELECT s.receipts > f.receipts OR v_amount + COALESCE((SELECT SUM(t.tendered) FROM tenders t
      WHERE t.shift_id = v_shift_id), 0) > f.total INTO v_is_beyond
  FROM shifts s JOIN payment_files f ON f.shift_id = s.shift_id WHERE s.shift_id = v_shift_id;
  IF v_is_beyond THEN CALL refuse('beyond_file', NULL); LEAVE act; END IF;

  CALL append_entry('payment', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_amount,
    CONCAT_WS('|', v_bill_parts,
      IF(v_left > 0, CONCAT('C1:', v_head_id, ':', thousandths(v_left)), NULL),
      CONCAT_WS(':', CONCAT('O', free_text(v_reference)), DATE_FORMAT(v_value_date, '%Y-%m-%d'),
        free_text(v_payer)),
      CONCAT_WS(':', CONCAT('P', v_head_id), 0, thousandths(v_due), thousandths(v_credit)),
      CONCAT('T1:', v_tender, ':', v_thousandths, ':0')),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO payments (payment_id, account_id, receipt_no, rounding, due_after, credit_after)
  VALUES (v_entry_id, v_head_id, entry_number(v_code, 'payment', v_number), 0, v_due, v_credit);
  INSERT INTO outside_payments (entry_id, counter_id, reference, value_date, payer)
  VALUES (v_entry_id, v_counter_id, v_reference, v_value_date, v_payer);
  INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
  VALUES (v_entry_id, 1, v_shift_id, v_tender, v_amount, 0);
  CALL store_settled(v_entry_id, v_bill_lines, v_value_date, v_business_date, v_stored_at);
  IF v_left > 0 THEN
    INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
    VALUES (v_head_id, v_entry_id, 1, v_left, v_credit, v_stored_at);
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  COMMIT;

  CALL emit_receipt(v_entry_id, 0, 'done', '');
END
