-- Pays an account's credit out in cash: approved, never more than is there and no cheque unsure.
-- grants: cashier
CREATE PROCEDURE refund_credit(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_account_id, v_approval_id BIGINT;
  DECLARE v_thousandths, v_unit BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_approver VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_amount, v_held, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_correction(p_token, p_request, p_fingerprint, p_text, 'refund', 'refund_credit',
    v_user_id, v_counter_id, v_shift_id, v_business_date, v_reason, v_taken_at, v_entry_id, v_refusal);
  IF v_refusal <> '' THEN CALL answer_correction(v_refusal, v_entry_id, NULL); LEAVE act; END IF;
  SELECT x.account_id, x.amount INTO v_account_id, v_thousandths
  FROM JSON_TABLE(p_text, '$' COLUMNS (account_id BIGINT PATH '$.account', amount BIGINT PATH '$.amount')) x;
  SELECT POW(10, 3 - u.currency_decimals) INTO v_unit FROM utility u;
  IF NOT COALESCE(v_thousandths > 0 AND MOD(v_thousandths, v_unit) = 0 AND v_account_id > 0, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_amount = v_thousandths * 0.001;
  CALL may_correct('refund_credit', 'refund', p_request, p_fingerprint, v_amount, v_user_id,
    v_approval_id, v_approver, v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  UPDATE accounts a SET a.credit = a.credit - v_amount, a.version = a.version + 1
  WHERE a.account_id = v_account_id AND a.credit - v_amount >= 0;
  IF ROW_COUNT() <> 1 THEN
    CALL credit_facts(v_account_id, v_amount, v_facts);
    CALL refuse(IF(v_facts IS NULL, 'no_such_account', 'credit_used'), v_facts); LEAVE act;
  END IF;
  SELECT a.credit, account_due(a.account_id, v_business_date) INTO v_credit, v_due
  FROM accounts a WHERE a.account_id = v_account_id;
  -- Cash for a cheque that may still bounce would be the oldest trick at a counter. A mirrored line gives credit
  -- back that was there before the cheque came. Without a table between: MariaDB merges it, and loses its columns
  -- with the second refund.
  SELECT COALESCE(SUM(e.amount), 0) INTO v_held
  FROM credit_entries e LEFT JOIN reversals r ON r.entry_id = e.entry_id
  WHERE e.account_id = v_account_id AND e.amount > 0 AND (r.entry_id IS NULL OR e.line_no > 1000)
    AND NOT EXISTS (SELECT 1 FROM reversals u WHERE u.undone_entry_id = e.entry_id)
    AND EXISTS (SELECT 1 FROM cheques q
      WHERE (q.entry_id = COALESCE(r.payment_id, e.entry_id)
          OR q.entry_id IN (SELECT k.entry_id FROM corrections k WHERE k.payment_id = COALESCE(r.payment_id, e.entry_id)))
        AND cheque_stands(COALESCE(r.payment_id, e.entry_id), q.entry_id, q.line_no)
        AND NOT EXISTS (SELECT 1 FROM cheque_events v WHERE v.entry_id = q.entry_id
          AND v.line_no = q.line_no AND v.state IN ('cleared', 'bounced')));
  IF v_held > v_credit THEN
    CALL refuse('cheque_not_cleared', JSON_OBJECT('held', CAST(v_held AS CHAR),
      'free', CAST(GREATEST(v_credit + v_amount - v_held, 0) AS CHAR))); LEAVE act;
  END IF;
  CALL pay_out(v_shift_id, v_amount, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('refund', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at,
    v_amount,
    CONCAT_WS('|', CONCAT_WS(':', 'C1', v_account_id, thousandths(-v_amount)),
      CONCAT_WS(':', CONCAT('P', v_account_id), 0, thousandths(v_due), thousandths(v_credit)),
      CONCAT_WS(':', 'T1:cash', thousandths(-v_amount), 0),
      CONCAT('Y', free_text(v_approver), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO refunds (entry_id, account_id, reason, approval_id, due_after, credit_after)
  VALUES (v_entry_id, v_account_id, v_reason, v_approval_id, v_due, v_credit);
  INSERT INTO tenders (entry_id, line_no, shift_id, kind, tendered, change_given)
  VALUES (v_entry_id, 1, v_shift_id, 'cash', -v_amount, 0);
  INSERT INTO credit_entries (account_id, entry_id, line_no, amount, balance_after, stored_at)
  VALUES (v_account_id, v_entry_id, 1, -v_amount, v_credit, v_stored_at);
  CALL finish_correction(v_entry_id, v_approval_id, v_stored_at, v_user_id, v_counter_id);
  COMMIT;
  CALL answer_correction('done', v_entry_id, NULL);
END
