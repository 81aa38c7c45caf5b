-- Takes back the last receipt of this shift as an entry of its own; the account is exactly as before.
-- grants: cashier
CREATE PROCEDURE undo_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_payment_id, v_head_id, v_entry_id, v_number BIGINT;
  DECLARE v_receipt_number, v_last_number, v_locked BIGINT DEFAULT 0;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_deadline, v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_undos INT;
  DECLARE v_rounding, v_net, v_cash, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_bill_parts, v_credit_parts, v_tender_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_bill_id, v_account_id BIGINT;
  DECLARE v_amount, v_discount, v_paid, v_change DECIMAL(18, 3);
  DECLARE v_tender VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_line, v_done INT DEFAULT 0;
  DECLARE credits CURSOR FOR
    SELECT q.account_id, SUM(q.amount), MAX(q.line_no) FROM (
      SELECT v_head_id AS account_id, 0 AS amount, 0 AS line_no
      UNION ALL
      SELECT e.account_id, e.amount, e.line_no FROM credit_entries e WHERE e.entry_id = v_payment_id
    ) q GROUP BY q.account_id ORDER BY q.account_id;
  DECLARE allocations CURSOR FOR
    SELECT pa.bill_id, pa.amount, pa.line_no, COALESCE((SELECT -SUM(x.amount) FROM bill_adjustments x
      WHERE x.entry_id = pa.entry_id AND x.bill_id = pa.bill_id), 0)
    FROM payment_allocations pa WHERE pa.entry_id = v_payment_id ORDER BY pa.bill_id;
  -- GROUP_CONCAT would be shorter, but a session can cut what it makes.
  DECLARE handed_over CURSOR FOR
    SELECT t.line_no, t.kind, t.tendered, t.change_given
    FROM tenders t WHERE t.entry_id = v_payment_id ORDER BY t.line_no;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'undo_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  SET v_deadline = SYSDATE(6) + INTERVAL 6 SECOND;
  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'undo', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_receipt(v_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.shift_id, x.receipt_no, x.reason, from_micros(x.taken_at)
  INTO v_shift_id, v_receipt_no, v_reason, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (shift_id BIGINT PATH '$.shift',
    receipt_no VARCHAR(16) PATH '$.receipt', reason VARCHAR(160) PATH '$.reason',
    taken_at BIGINT PATH '$.taken_at')) x;
  IF v_taken_at IS NULL OR v_receipt_no IS NULL OR v_reason IS NULL THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT p.payment_id, p.account_id, p.rounding, j.number, j.business_date
  INTO v_payment_id, v_head_id, v_rounding, v_receipt_number, v_business_date
  FROM payments p JOIN journal j ON j.entry_id = p.payment_id
  WHERE p.receipt_no = v_receipt_no AND j.counter_id = v_counter_id
    AND j.shift_id = v_shift_id AND j.user_id = v_user_id;
  IF v_payment_id IS NULL THEN CALL refuse('not_your_receipt', NULL); LEAVE act; END IF;
  -- A cheque that went to the bank cannot be handed back. list_cheques locks the number, too.
  SELECT COUNT(*) INTO v_locked FROM (SELECT n.cheque_no FROM cheques q
    JOIN cheque_numbers n ON n.bank = UPPER(q.bank) AND n.cheque_no = q.cheque_no
    WHERE q.entry_id = v_payment_id FOR UPDATE) x;
  IF EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = v_payment_id) THEN
    CALL refuse('cheque_listed', NULL); LEAVE act;
  END IF;

  -- The same order as taking: accounts by id, bills by id, the shift, the series.
  SET v_done = 0;
  OPEN credits;
  each_credit: LOOP
    FETCH credits INTO v_account_id, v_amount, v_line;
    IF v_done THEN LEAVE each_credit; END IF;
    UPDATE accounts a SET a.credit = a.credit - v_amount, a.version = a.version + 1
    WHERE a.account_id = v_account_id AND a.credit - v_amount >= 0;
    IF ROW_COUNT() <> 1 THEN CALL refuse('credit_used', NULL); LEAVE act; END IF;
    IF v_line > 0 THEN
      SET v_credit_parts = CONCAT_WS('|', v_credit_parts,
        CONCAT('C', v_line, ':', v_account_id, ':', thousandths(-v_amount)));
    END IF;
  END LOOP;
  CLOSE credits;

  SET v_done = 0;
  OPEN allocations;
  each_bill: LOOP
    FETCH allocations INTO v_bill_id, v_amount, v_line, v_discount;
    IF v_done THEN LEAVE each_bill; END IF;
    SELECT b.bill_id INTO v_locked FROM bills b WHERE b.bill_id = v_bill_id FOR UPDATE;
    SELECT COALESCE(SUM(pa.amount), 0) - v_amount INTO v_paid
    FROM payment_allocations pa WHERE pa.bill_id = v_bill_id;
    UPDATE bills b SET b.balance = b.balance + v_amount + v_discount, b.version = b.version + 1,
      b.status = IF(v_paid > 0, 'part_paid', 'issued')
    WHERE b.bill_id = v_bill_id AND b.status IN ('issued', 'part_paid', 'paid');
    IF ROW_COUNT() <> 1 THEN CALL refuse('bill_changed', NULL); LEAVE act; END IF;
    SET v_bill_parts = CONCAT_WS('|', v_bill_parts, CONCAT('A', v_line, ':', v_bill_id, ':',
      thousandths(-v_amount), ':', thousandths(-v_discount)));
    IF SYSDATE(6) > v_deadline THEN CALL refuse('too_slow', NULL); LEAVE act; END IF;
  END LOOP;
  CLOSE allocations;

  SELECT SUM(t.tendered - t.change_given), SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0))
  INTO v_net, v_cash FROM tenders t WHERE t.entry_id = v_payment_id;
  SET v_net = COALESCE(v_net, 0), v_cash = COALESCE(v_cash, 0),
    v_due = account_due(v_head_id, v_business_date);
  SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_head_id;

  SELECT s.undos INTO v_undos FROM shifts s WHERE s.shift_id = v_shift_id FOR UPDATE;
  IF v_undos >= setting_number('undo_limit', 3) THEN
    CALL refuse('undo_limit', NULL); LEAVE act;
  END IF;
  UPDATE shifts s SET s.undos = s.undos + 1, s.cash_taken = s.cash_taken - v_cash
  WHERE s.shift_id = v_shift_id AND s.state = 'open';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;

  -- "Before the next customer": it is still the counter's last receipt, and nobody took it back.
  SELECT s.last_no INTO v_last_number FROM series s
  WHERE s.counter_id = v_counter_id AND s.kind = 'payment' FOR UPDATE;
  IF v_last_number <> v_receipt_number THEN CALL refuse('not_last_receipt', NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = v_payment_id) THEN
    CALL refuse('already_undone', NULL); LEAVE act;
  END IF;

  SET v_done = 0;
  OPEN handed_over;
  each_tender: LOOP
    FETCH handed_over INTO v_line, v_tender, v_amount, v_change;
    IF v_done THEN LEAVE each_tender; END IF;
    SET v_tender_parts = CONCAT_WS('|', v_tender_parts, CONCAT('T', v_line, ':', v_tender, ':',
      thousandths(-v_amount), ':', thousandths(-v_change)));
  END LOOP;
  CLOSE handed_over;
  CALL append_entry('undo', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_net,
    CONCAT_WS('|', v_bill_parts, v_credit_parts, CONCAT_WS(':', CONCAT('P', v_head_id),
      thousandths(-v_rounding), thousandths(v_due), thousandths(v_credit)),
      CONCAT('R', v_payment_id, ':undo'), v_tender_parts),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, approval_id, account_id, due_after, credit_after)
  VALUES (v_entry_id, v_payment_id, 'undo', v_reason, NULL, v_head_id, v_due, v_credit);
  INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
  SELECT v_entry_id, t.line_no, v_shift_id, t.kind, -t.tendered, -t.change_given
  FROM tenders t WHERE t.entry_id = v_payment_id;
  INSERT INTO bill_adjustments (bill_id, kind, step, amount, cause, posted_on, posted_at, entry_id, line_no, reverses_id)
  SELECT x.bill_id, 'taken_back', NULL, -x.amount, 'Receipt taken back', v_business_date, v_stored_at,
    v_entry_id, x.line_no, x.adjustment_id
  FROM bill_adjustments x WHERE x.entry_id = v_payment_id;
  INSERT INTO payment_allocations (entry_id, line_no, bill_id, amount, balance_after)
  SELECT v_entry_id, pa.line_no, pa.bill_id, -pa.amount, b.balance
  FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id
  WHERE pa.entry_id = v_payment_id;
  INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
  SELECT e.account_id, v_entry_id, e.line_no, -e.amount, a.credit, v_stored_at
  FROM credit_entries e JOIN accounts a ON a.account_id = e.account_id
  WHERE e.entry_id = v_payment_id;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_receipt(v_entry_id, 0);
END
