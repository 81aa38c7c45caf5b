-- Puts a wrong kind of tender right without a void: the money stays, what the drawer expects follows.
-- Cash is corrected in the shift that took it, while it is open: once the count is locked the
-- difference stands on its Z, and another drawer must not be made wrong for it.
-- grants: cashier
CREATE PROCEDURE correct_tender(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_payment_id, v_booking_id,
    v_head_id, v_booked_to, v_approval_id, v_taken_in BIGINT;
  DECLARE v_base, v_line INT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_cheque_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_kind, v_to VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_approver, v_at_bank VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_bank VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date, v_dated_on DATE;
  DECLARE v_shown, v_rounding, v_tendered, v_change, v_amount, v_net, v_all_cash DECIMAL(18, 3);
  DECLARE v_tenders, v_facts, v_undone, v_numbers LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_correction(p_token, p_request, p_fingerprint, p_text, 'correction', 'correct_tender',
    v_user_id, v_counter_id, v_shift_id, v_business_date, v_reason, v_taken_at, v_entry_id, v_refusal);
  IF v_refusal <> '' THEN CALL answer_correction(v_refusal, v_entry_id, NULL); LEAVE act; END IF;
  SELECT x.receipt_no, x.line_no, x.kind, x.amount * 0.001, x.bank, x.cheque_no,
    IF(x.dated_on REGEXP '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z', STR_TO_DATE(x.dated_on, '%Y-%m-%d'), NULL)
  INTO v_receipt_no, v_line, v_to, v_shown, v_bank, v_cheque_no, v_dated_on
  FROM JSON_TABLE(p_text, '$' COLUMNS (receipt_no VARCHAR(16) PATH '$.receipt', line_no INT PATH '$.line',
    kind VARCHAR(8) PATH '$.kind', amount BIGINT PATH '$.amount', bank VARCHAR(80) PATH '$.bank',
    cheque_no VARCHAR(24) PATH '$.cheque_no', dated_on VARCHAR(10) PATH '$.dated_on')) x;
  SELECT p.payment_id, p.account_id, j.shift_id INTO v_payment_id, v_head_id, v_taken_in
  FROM payments p JOIN journal j ON j.entry_id = p.payment_id WHERE p.receipt_no = v_receipt_no;
  IF v_payment_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;
  IF NOT COALESCE(v_to IN ('cash', 'cheque', 'card') AND v_to NOT LIKE '% ' AND v_line BETWEEN 1 AND 999, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF v_to = 'cheque' THEN
    SET v_refusal = CASE
      WHEN NOT is_cheque_paper(v_bank, v_cheque_no) OR v_dated_on IS NULL THEN 'cheque_incomplete'
      WHEN v_dated_on > GREATEST(v_business_date, local_date(SYSDATE(6)))
        + INTERVAL setting_number('cheque_ahead_days', 0) DAY
        THEN 'cheque_post_dated'
      WHEN v_dated_on < v_business_date - INTERVAL setting_number('cheque_stale_days', 90) DAY THEN 'cheque_stale'
      ELSE '' END;
    IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
    -- As take_payment, where the receipt stands now: who had a cheque come back gives none, by no way round either.
    CALL find_booking(v_payment_id, v_booking_id, v_base, v_booked_to, v_rounding, v_undone);
    SELECT (SELECT JSON_OBJECT('account', MIN(a.account_no), 'name', MIN(u.name)) FROM (
        SELECT v_booked_to AS account_id
        UNION SELECT b.account_id FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id
        WHERE pa.entry_id = v_booking_id AND pa.line_no > v_base) x
      JOIN accounts a ON a.account_id = x.account_id
      JOIN customers u ON u.customer_id = a.customer_id AND u.cash_only = 1
      HAVING COUNT(*) > 0) INTO v_facts;
    IF v_facts IS NOT NULL THEN CALL refuse('cash_only', v_facts); LEAVE act; END IF;
  END IF;
  CALL may_correct('correct_tender', 'correction', p_request, p_fingerprint, v_shown, v_user_id,
    v_approval_id, v_approver, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  -- Writing the account's row serialises corrections of one receipt, on a cluster too.
  UPDATE accounts a SET a.version = a.version + 1 WHERE a.account_id = v_head_id;
  CALL lock_tenders(v_payment_id);
  CALL find_booking(v_payment_id, v_booking_id, v_base, v_head_id, v_rounding, v_undone);
  IF v_undone IS NOT NULL THEN CALL refuse('already_undone', v_undone); LEAVE act; END IF;
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_all_cash, v_at_bank);
  SELECT t.kind, SUM(t.tendered), SUM(t.change_given) INTO v_kind, v_tendered, v_change
  FROM tenders t
  WHERE MOD(t.line_no, 1000) = v_line AND (t.entry_id = v_payment_id
    OR t.entry_id IN (SELECT k.entry_id FROM corrections k WHERE k.payment_id = v_payment_id)
    OR t.entry_id IN (SELECT r.entry_id FROM reversals r WHERE r.payment_id = v_payment_id))
  GROUP BY t.kind HAVING SUM(t.tendered) <> 0;
  SET v_amount = v_tendered - v_change;
  IF v_kind IS NULL OR NOT v_amount <=> v_shown THEN CALL refuse('amount_changed', NULL); LEAVE act; END IF;
  IF v_kind = v_to THEN CALL refuse('same_tender', NULL); LEAVE act; END IF;
  IF v_kind = 'cheque' AND v_at_bank IS NOT NULL THEN
    CALL refuse('cheque_at_bank', JSON_OBJECT('cheque', v_at_bank)); LEAVE act;
  END IF;
  IF v_to = 'cheque' THEN
    CALL claim_cheque(v_bank, v_cheque_no, v_dated_on, v_amount, v_amount, v_shift_id, v_facts);
    IF v_facts IS NOT NULL THEN CALL refuse('cheque_known', v_facts); LEAVE act; END IF;
    SET v_numbers = CONCAT_WS(':', free_text(v_bank), free_text(v_cheque_no), v_dated_on, thousandths(v_amount));
  END IF;
  IF 'cash' IN (v_kind, v_to) AND v_taken_in <> v_shift_id THEN
    SELECT IF(s.state = 'open', 'other_shift', 'counted_already'), JSON_OBJECT('cashier', u.full_name,
      'counter', c.name, 'z', COALESCE(entry_number(c.code, 'z', z.number), ''))
    INTO v_refusal, v_facts
    FROM shifts s JOIN users u ON u.user_id = s.user_id JOIN counters c ON c.counter_id = s.counter_id
    LEFT JOIN journal z ON z.shift_id = s.shift_id AND z.kind = 'z' WHERE s.shift_id = v_taken_in;
    CALL refuse(v_refusal, v_facts);
    LEAVE act;
  END IF;
  CALL pay_out(v_shift_id, CASE WHEN v_kind = 'cash' THEN v_amount WHEN v_to = 'cash' THEN -v_amount ELSE 0 END,
    v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('correction', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at, 0,
    CONCAT_WS('|', CONCAT('R', v_payment_id, ':correction'),
      CONCAT_WS(':', CONCAT('T', v_line), v_kind, thousandths(-v_tendered), thousandths(-v_change)),
      CONCAT_WS(':', CONCAT('T', 1000 + v_line), v_to, thousandths(v_amount), 0, v_numbers),
      CONCAT('Y', free_text(v_approver), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO corrections (entry_id, payment_id, reason, approval_id)
  VALUES (v_entry_id, v_payment_id, v_reason, v_approval_id);
  INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
  VALUES (v_entry_id, v_line, v_shift_id, v_kind, -v_tendered, -v_change),
    (v_entry_id, 1000 + v_line, v_shift_id, v_to, v_amount, 0);
  IF v_to = 'cheque' THEN
    INSERT INTO cheques (entry_id, line_no, bank, cheque_no, dated_on, face_amount)
    VALUES (v_entry_id, 1000 + v_line, v_bank, v_cheque_no, v_dated_on, v_amount);
  END IF;
  CALL finish_correction(v_entry_id, v_approval_id, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
