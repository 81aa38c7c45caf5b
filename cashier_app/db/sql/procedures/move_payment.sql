-- Books money from the wrong account to the right one: mirror and new booking in one entry, no cash.
-- grants: cashier
CREATE PROCEDURE move_payment(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_payment_id, v_booking_id,
    v_old_head_id, v_head_id, v_approval_id BIGINT;
  DECLARE v_base INT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_approver VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_deadline, v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_shown, v_made, v_rounding, v_moved, v_booked, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_rows, v_bills, v_credits, v_new_parts, v_facts, v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_correction(p_token, p_request, p_fingerprint, p_text, 'move', 'move_payment',
    v_user_id, v_counter_id, v_shift_id, v_business_date, v_reason, v_taken_at, v_entry_id, v_refusal);
  IF v_refusal <> '' THEN CALL answer_correction(v_refusal, v_entry_id, NULL); LEAVE act; END IF;
  SET v_deadline = SYSDATE(6) + INTERVAL 6 SECOND;
  SELECT x.receipt_no, x.amount * 0.001, x.account_id, x.credit * 0.001
  INTO v_receipt_no, v_shown, v_head_id, v_made
  FROM JSON_TABLE(p_text, '$' COLUMNS (receipt_no VARCHAR(16) PATH '$.receipt', amount BIGINT PATH '$.amount',
    account_id BIGINT PATH '$.account', credit BIGINT PATH '$.credit')) x;
  -- Taken out once: a name that stands twice in a text is read as another list the second time.
  SET v_rows = JSON_EXTRACT(p_text, '$.bills');
  SELECT p.payment_id INTO v_payment_id FROM payments p WHERE p.receipt_no = v_receipt_no;
  IF v_payment_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;
  CALL find_booking(v_payment_id, v_booking_id, v_base, v_old_head_id, v_rounding, v_undone);
  IF v_undone IS NOT NULL THEN CALL refuse('already_undone', v_undone); LEAVE act; END IF;
  SELECT (SELECT COALESCE(SUM(q.amount), 0) FROM (
      SELECT pa.amount FROM payment_allocations pa WHERE pa.entry_id = v_booking_id AND pa.line_no > v_base
      UNION ALL
      SELECT e.amount FROM credit_entries e WHERE e.entry_id = v_booking_id AND e.line_no > v_base) q) INTO v_moved;
  IF NOT COALESCE(v_made >= 0 AND v_moved > 0, 0) OR NOT EXISTS (SELECT 1 FROM accounts a
      WHERE a.account_id = v_head_id) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF NOT v_moved <=> v_shown THEN CALL refuse('amount_changed', NULL); LEAVE act; END IF;
  CALL may_correct('move_payment', 'move', p_request, p_fingerprint, v_moved, v_user_id,
    v_approval_id, v_approver, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  CALL lock_move(v_booking_id, v_base, v_old_head_id, v_head_id, v_rows, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = v_booking_id) THEN
    CALL refuse('already_undone', NULL); LEAVE act;
  END IF;
  CALL take_back(v_booking_id, v_base, v_old_head_id, v_deadline, FALSE, v_bills, v_credits, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  CALL book_anew(v_booking_id, v_base, v_rows, v_business_date, v_deadline, v_new_parts, v_booked,
    v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  IF v_booked + v_made <> v_moved THEN CALL refuse('does_not_tie', NULL); LEAVE act; END IF;
  IF v_made > 0 THEN
    UPDATE accounts a SET a.credit = a.credit + v_made, a.version = a.version + 1
    WHERE a.account_id = v_head_id;
    SET v_credits = CONCAT_WS('|', v_credits, CONCAT('C1001:', v_head_id, ':', thousandths(v_made)));
  END IF;
  SELECT a.credit, account_due(a.account_id, v_business_date) INTO v_credit, v_due
  FROM accounts a WHERE a.account_id = v_head_id;
  CALL pay_out(v_shift_id, 0, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('move', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at, 0,
    CONCAT_WS('|', v_bills, v_new_parts, v_credits, CONCAT_WS(':', CONCAT('P', v_head_id), 0,
        thousandths(v_due), thousandths(v_credit)),
      CONCAT('R', v_booking_id, ':move'), CONCAT('Y', free_text(v_approver), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO reversals (entry_id, undone_entry_id, kind, reason, approval_id, account_id, due_after,
    credit_after, payment_id, rounding)
  VALUES (v_entry_id, v_booking_id, 'move', v_reason, v_approval_id, v_head_id, v_due, v_credit,
    v_payment_id, 0);
  CALL store_taken_back(v_entry_id, v_booking_id, v_base, v_business_date, v_stored_at, v_head_id, v_made);
  CALL store_booked(v_entry_id, v_rows, v_business_date, v_stored_at);
  CALL finish_correction(v_entry_id, v_approval_id, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
