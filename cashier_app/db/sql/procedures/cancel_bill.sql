-- Takes an unpaid bill back by a credit note; what was paid must be moved first. Credit that it used at issue is given
-- back, credit that it carried over is taken back: without the bill nothing founds it.
-- grants: clerk supervisor
CREATE PROCEDURE cancel_bill(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_version INT, IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_account_id, v_bill_id, v_object_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_balance, v_paid, v_used, v_carried, v_credit DECIMAL(18, 3);
  DECLARE v_version INT;
  DECLARE v_later VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_status VARCHAR(10) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('adjust_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_office_request(p_request, 'credit_note', CONCAT_WS('|', p_bill_no, p_reason),
    v_user_id, v_object_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    SELECT v_object_id AS adjustment_id;
    LEAVE act;
  ELSEIF v_state <> 'new' THEN CALL refuse(v_state, NULL); LEAVE act; END IF;

  -- The account before its bill: the order of every act.
  SELECT b.account_id INTO v_account_id FROM bills b
  WHERE b.bill_no = p_bill_no AND b.status <> 'draft';
  SELECT a.credit INTO v_credit FROM accounts a WHERE a.account_id = v_account_id FOR UPDATE;
  SELECT b.bill_id, b.version, b.balance, b.status INTO v_bill_id, v_version, v_balance, v_status
  FROM bills b WHERE b.bill_no = p_bill_no AND b.status <> 'draft' FOR UPDATE;
  IF v_bill_id IS NULL THEN CALL refuse('no_such_bill', NULL); LEAVE act; END IF;
  IF v_status = 'cancelled' THEN CALL refuse('bill_cancelled', NULL); LEAVE act; END IF;
  IF NOT v_version <=> p_version THEN CALL refuse('bill_changed', NULL); LEAVE act; END IF;
  SET v_later = given_back_by(v_bill_id);
  IF v_later IS NOT NULL THEN
    CALL refuse('bill_given_back', JSON_OBJECT('bill', v_later)); LEAVE act;
  END IF;
  SELECT COALESCE(SUM(pa.amount), 0) INTO v_paid FROM payment_allocations pa WHERE pa.bill_id = v_bill_id;
  SELECT COALESCE(-SUM(e.amount), 0) INTO v_used FROM credit_entries e
  WHERE e.bill_id = v_bill_id AND e.entry_id IS NULL;
  SELECT COALESCE(SUM(l.amount), 0) INTO v_carried FROM bill_lines l
  WHERE l.bill_id = v_bill_id AND l.kind = 'carried';
  -- A bill of nothing can be taken back, too: its readings are billed again, and what it gave back is owed again.
  IF v_paid <> 0 THEN
    CALL refuse('bill_has_payments', JSON_OBJECT('paid', CAST(v_paid AS CHAR))); LEAVE act;
  END IF;
  IF v_credit + v_used < v_carried THEN
    CALL refuse('credit_spent', JSON_OBJECT('carried', CAST(v_carried AS CHAR), 'credit', CAST(v_credit AS CHAR)));
    LEAVE act;
  END IF;
  IF GREATEST(v_balance + v_used, v_carried) > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;
  UPDATE bills b SET b.balance = 0, b.version = b.version + 1, b.status = 'cancelled'
  WHERE b.bill_id = v_bill_id;
  IF v_used > 0 THEN
    UPDATE accounts a SET a.credit = a.credit + v_used, a.version = a.version + 1
    WHERE a.account_id = v_account_id;
    INSERT INTO credit_entries (account_id, bill_id, amount, balance_after, stored_at)
    VALUES (v_account_id, v_bill_id, v_used, v_credit + v_used, SYSDATE(6));
  END IF;
  IF v_carried > 0 THEN
    UPDATE accounts a SET a.credit = a.credit - v_carried, a.version = a.version + 1
    WHERE a.account_id = v_account_id;
    INSERT INTO credit_entries (account_id, amount, balance_after, stored_at)
    VALUES (v_account_id, -v_carried, v_credit + v_used - v_carried, SYSDATE(6));
  END IF;
  INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at, user_id)
  VALUES (v_bill_id, 'credit_note', -v_balance - v_used, p_reason, local_date(SYSDATE(6)), SYSDATE(6), v_user_id);
  SET v_object_id = LAST_INSERT_ID();
  UPDATE office_requests q SET q.object_id = v_object_id WHERE q.request_id = UNHEX(p_request);
  CALL note_office(v_user_id, NULL, 'bill_cancelled', CONCAT(p_bill_no, ' of ', v_balance + v_used, ': ', p_reason));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_object_id AS adjustment_id;
END
