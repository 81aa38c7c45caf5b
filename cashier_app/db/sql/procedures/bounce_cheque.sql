-- A cheque came back: bills and late charges stand again, a fee is billed, the customer pays cash only.
-- Credit that it made and that was used since is a bill, too: the bank has spoken, whatever became of it.
-- What the same receipt was paid with besides stays, as credit of the account that heads it.
-- grants: cashier
CREATE PROCEDURE bounce_cheque(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_payment_id, v_booking_id,
    v_head_id, v_approval_id, v_cheque_entry, v_fee_id, v_debt_id BIGINT;
  DECLARE v_base, v_line INT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_approver, v_at_bank VARCHAR(32) CHARACTER SET ascii DEFAULT '';
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_rounding, v_net, v_cash, v_cheque, v_rest, v_fee, v_debt, v_limit, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_alone INT DEFAULT 0;
  DECLARE v_bills, v_credits, v_tenders, v_facts, v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_correction(p_token, p_request, p_fingerprint, p_text, 'bounce', 'bounce_cheque',
    v_user_id, v_counter_id, v_shift_id, v_business_date, v_reason, v_taken_at, v_entry_id, v_refusal);
  IF v_refusal <> '' THEN CALL answer_correction(v_refusal, v_entry_id, NULL); LEAVE act; END IF;
  SELECT x.entry_id, x.line_no INTO v_cheque_entry, v_line
  FROM JSON_TABLE(p_text, '$' COLUMNS (entry_id BIGINT PATH '$.entry', line_no INT PATH '$.line')) x;
  SELECT COALESCE(k.payment_id, p.payment_id) INTO v_payment_id
  FROM cheques q LEFT JOIN corrections k ON k.entry_id = q.entry_id
  LEFT JOIN payments p ON p.payment_id = q.entry_id
  WHERE q.entry_id = v_cheque_entry AND q.line_no = v_line;
  IF v_payment_id IS NULL THEN CALL refuse('no_such_cheque', NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = v_cheque_entry AND e.line_no = v_line
      AND e.state = 'bounced') THEN
    CALL refuse('already_bounced', NULL); LEAVE act;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = v_cheque_entry AND e.line_no = v_line
      AND e.state = 'listed') THEN
    CALL refuse('cheque_not_listed', NULL); LEAVE act;
  END IF;
  CALL find_booking(v_payment_id, v_booking_id, v_base, v_head_id, v_rounding, v_undone);
  IF v_undone IS NOT NULL THEN CALL refuse('already_undone', v_undone); LEAVE act; END IF;
  SELECT t.tendered INTO v_cheque FROM tenders t
  WHERE t.entry_id = v_cheque_entry AND t.line_no = v_line AND t.kind = 'cheque'
    AND cheque_stands(v_payment_id, v_cheque_entry, v_line);
  IF v_cheque IS NULL THEN CALL refuse('no_such_cheque', NULL); LEAVE act; END IF;

  -- The bank has spoken and no cash moves: who may approve needs nobody else.
  SELECT COUNT(*), MAX(r.limit_amount) INTO v_alone, v_limit FROM rights r
  WHERE r.user_id = v_user_id AND r.activity = 'approve'
    AND (r.limit_amount IS NULL OR r.limit_amount >= v_cheque);
  IF v_alone = 0 THEN
    CALL may_correct('bounce_cheque', 'bounce', p_request, p_fingerprint, v_cheque, v_user_id,
      v_approval_id, v_approver, v_refusal, v_facts);
    IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  END IF;

  CALL cover_credit(v_booking_id, v_base, v_head_id, v_debt);
  CALL take_back(v_booking_id, v_base, v_head_id, SYSDATE(6) + INTERVAL 6 SECOND, TRUE, v_bills, v_credits,
    v_refusal, v_facts);
  IF EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = v_booking_id) THEN
    CALL refuse('already_undone', NULL); LEAVE act;
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  -- The other receipts of one cheque wait here: its fee is billed once.
  CALL lock_tenders(v_payment_id);
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_cash, v_at_bank);
  SET v_rest = v_net - v_cheque;
  IF v_rest > 0 THEN
    UPDATE accounts a SET a.credit = a.credit + v_rest, a.version = a.version + 1
    WHERE a.account_id = v_head_id;
    SET v_credits = CONCAT_WS('|', v_credits, CONCAT('C1001:', v_head_id, ':', thousandths(v_rest)));
  END IF;
  CALL post_missed_charges(v_booking_id, v_base, v_business_date);
  CALL bill_bounce_fee(v_head_id, v_business_date, v_cheque_entry, v_line, v_fee_id, v_fee);
  IF v_debt > 0 THEN
    CALL bill_returned(v_head_id, v_business_date, 'Returned cheque: credit that was used', 'carried', v_debt, v_debt_id);
  END IF;
  SELECT a.credit, account_due(a.account_id, v_business_date) INTO v_credit, v_due
  FROM accounts a WHERE a.account_id = v_head_id;
  CALL pay_out(v_shift_id, 0, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('bounce', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at,
    v_cheque,
    CONCAT_WS('|', v_bills, CONCAT_WS(':', CONCAT('B', COALESCE(v_fee_id, 0)), thousandths(v_fee),
        v_cheque_entry, v_line, v_debt_id, IF(v_debt > 0, thousandths(v_debt), NULL)), v_credits,
      CONCAT_WS(':', CONCAT('P', v_head_id), thousandths(-v_rounding), thousandths(v_due), thousandths(v_credit)),
      CONCAT('R', v_booking_id, ':bounce'),
      CONCAT_WS(':', CONCAT('T', MOD(v_line, 1000)), 'cheque', thousandths(-v_cheque), 0),
      CONCAT('Y', free_text(v_approver), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, approval_id, account_id, due_after,
    credit_after, payment_id, rounding)
  VALUES (v_entry_id, v_booking_id, 'bounce', v_reason, v_approval_id, v_head_id, v_due, v_credit,
    v_payment_id, -v_rounding);
  INSERT INTO bounces (entry_id, cheque_entry_id, line_no, fee_bill_id, debt_bill_id)
  VALUES (v_entry_id, v_cheque_entry, v_line, v_fee_id, v_debt_id);
  INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
  VALUES (v_entry_id, MOD(v_line, 1000), v_shift_id, 'cheque', -v_cheque, 0);
  CALL store_taken_back(v_entry_id, v_booking_id, v_base, v_business_date, v_stored_at, v_head_id, v_rest);
  INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id)
  VALUES (v_cheque_entry, v_line, 'bounced', v_stored_at, v_user_id);
  UPDATE customers cu JOIN accounts a ON a.customer_id = cu.customer_id
  SET cu.cash_only = 1 WHERE a.account_id = v_head_id;
  CALL finish_correction(v_entry_id, v_approval_id, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
