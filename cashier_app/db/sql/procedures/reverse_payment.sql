-- Takes an earlier receipt back, of any shift and counter: approved, paid out of the present shift.
-- grants: cashier
CREATE PROCEDURE reverse_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_payment_id, v_booking_id,
    v_head_id, v_approval_id BIGINT;
  DECLARE v_base INT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_approver, v_cheque VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_shown, v_rounding, v_net, v_cash, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_bills, v_credits, v_tenders, v_facts, v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_correction(p_token, p_request, p_fingerprint, p_text, 'reversal', 'reverse_payment',
    v_user_id, v_counter_id, v_shift_id, v_business_date, v_reason, v_taken_at, v_entry_id, v_refusal);
  IF v_refusal <> '' THEN CALL answer_correction(v_refusal, v_entry_id, NULL); LEAVE act; END IF;
  SELECT x.receipt_no, x.amount * 0.001 INTO v_receipt_no, v_shown
  FROM JSON_TABLE(p_text, '$' COLUMNS (receipt_no VARCHAR(16) PATH '$.receipt',
    amount BIGINT PATH '$.amount')) x;
  SELECT p.payment_id INTO v_payment_id FROM payments p WHERE p.receipt_no = v_receipt_no;
  IF v_payment_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;

  CALL find_booking(v_payment_id, v_booking_id, v_base, v_head_id, v_rounding, v_undone);
  IF v_undone IS NOT NULL THEN CALL refuse('already_undone', v_undone); LEAVE act; END IF;
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_cash, v_cheque);
  IF NOT v_net <=> v_shown THEN CALL refuse('amount_changed', NULL); LEAVE act; END IF;
  IF v_cheque IS NOT NULL THEN
    CALL refuse('cheque_at_bank', JSON_OBJECT('cheque', v_cheque)); LEAVE act;
  END IF;
  CALL may_correct('reverse_payment', 'reversal', p_request, p_fingerprint, v_net, v_user_id,
    v_approval_id, v_approver, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  CALL take_back(v_booking_id, v_base, v_head_id, SYSDATE(6) + INTERVAL 6 SECOND, FALSE, v_bills, v_credits,
    v_refusal, v_facts);
  -- Who waited for these locks may have waited for another correction of the same receipt.
  IF EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = v_booking_id) THEN
    CALL refuse('already_undone', NULL); LEAVE act;
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  CALL lock_tenders(v_payment_id);
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_cash, v_cheque);
  IF v_net <> v_shown THEN CALL refuse('amount_changed', NULL); LEAVE act; END IF;
  -- Listed to the bank since the first look.
  IF v_cheque IS NOT NULL THEN CALL refuse('cheque_at_bank', JSON_OBJECT('cheque', v_cheque)); LEAVE act; END IF;
  SELECT a.credit, account_due(a.account_id, v_business_date) INTO v_credit, v_due
  FROM accounts a WHERE a.account_id = v_head_id;
  CALL pay_out(v_shift_id, v_cash, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('reversal', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_net,
    CONCAT_WS('|', v_bills, v_credits, CONCAT_WS(':', CONCAT('P', v_head_id), thousandths(-v_rounding),
        thousandths(v_due), thousandths(v_credit)),
      CONCAT('R', v_booking_id, ':reversal'), v_tenders,
      CONCAT('Y', free_text(v_approver), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_tenders_back(v_entry_id, v_payment_id, v_shift_id);
  INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, approval_id, account_id, due_after,
    credit_after, payment_id, rounding)
  VALUES (v_entry_id, v_booking_id, 'reversal', v_reason, v_approval_id, v_head_id, v_due, v_credit,
    v_payment_id, -v_rounding);
  CALL store_taken_back(v_entry_id, v_booking_id, v_base, v_business_date, v_stored_at, v_head_id, 0);
  CALL finish_correction(v_entry_id, v_approval_id, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
