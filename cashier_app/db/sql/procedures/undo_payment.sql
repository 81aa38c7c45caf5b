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
  DECLARE v_user_id, v_counter_id, v_shift_id, v_payment_id, v_booking_id, v_head_id, v_entry_id,
    v_number BIGINT;
  DECLARE v_receipt_number, v_last_number BIGINT DEFAULT 0;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_cheque VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_undos, v_base INT;
  DECLARE v_rounding, v_net, v_cash, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_bills, v_credits, v_tenders, v_facts, v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'undo_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'undo', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    CALL emit_receipt(v_entry_id, 0, 'repeated', '');
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
  SELECT p.payment_id, j.number, j.business_date
  INTO v_payment_id, v_receipt_number, v_business_date
  FROM payments p JOIN journal j ON j.entry_id = p.payment_id
  WHERE p.receipt_no = v_receipt_no AND j.counter_id = v_counter_id
    AND j.shift_id = v_shift_id AND j.user_id = v_user_id;
  IF v_payment_id IS NULL THEN CALL refuse('not_your_receipt', NULL); LEAVE act; END IF;
  CALL find_booking(v_payment_id, v_booking_id, v_base, v_head_id, v_rounding, v_undone);
  -- What was moved since goes back by a reversal: an undo is of the paper in the customer's hand.
  IF v_undone IS NOT NULL OR v_booking_id <> v_payment_id THEN
    CALL refuse('already_undone', v_undone); LEAVE act;
  END IF;

  CALL take_back(v_payment_id, 0, v_head_id, SYSDATE(6) + INTERVAL 6 SECOND, FALSE, v_bills, v_credits,
    v_refusal, v_facts);
  IF EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = v_payment_id) THEN
    CALL refuse('already_undone', NULL); LEAVE act;
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  CALL lock_tenders(v_payment_id);
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_cash, v_cheque);
  IF v_cheque IS NOT NULL THEN
    CALL refuse('cheque_at_bank', JSON_OBJECT('cheque', v_cheque)); LEAVE act;
  END IF;
  SELECT a.credit, account_due(a.account_id, v_business_date) INTO v_credit, v_due
  FROM accounts a WHERE a.account_id = v_head_id;

  SELECT s.undos INTO v_undos FROM shifts s WHERE s.shift_id = v_shift_id FOR UPDATE;
  IF v_undos >= setting_number('undo_limit', 3) THEN
    CALL refuse('undo_limit', NULL); LEAVE act;
  END IF;
  CALL pay_out(v_shift_id, v_cash, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  UPDATE shifts s SET s.undos = s.undos + 1 WHERE s.shift_id = v_shift_id;

  -- "Before the next customer": it is still the counter's last receipt, and nobody took it back.
  SELECT s.last_no INTO v_last_number FROM series s
  WHERE s.counter_id = v_counter_id AND s.kind = 'payment' FOR UPDATE;
  IF v_last_number <> v_receipt_number THEN CALL refuse('not_last_receipt', NULL); LEAVE act; END IF;

  CALL append_entry('undo', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_net,
    CONCAT_WS('|', v_bills, v_credits, CONCAT_WS(':', CONCAT('P', v_head_id),
      thousandths(-v_rounding), thousandths(v_due), thousandths(v_credit)),
      CONCAT('R', v_payment_id, ':undo'), v_tenders),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL store_tenders_back(v_entry_id, v_payment_id, v_shift_id);
  INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, approval_id, account_id, due_after,
    credit_after, payment_id, rounding)
  VALUES (v_entry_id, v_payment_id, 'undo', v_reason, NULL, v_head_id, v_due, v_credit, v_payment_id,
    -v_rounding);
  CALL store_taken_back(v_entry_id, v_payment_id, 0, v_business_date, v_stored_at, v_head_id, 0);
  CALL finish_correction(v_entry_id, NULL, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
