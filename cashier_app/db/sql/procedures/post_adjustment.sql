-- A signed correction of an issued bill, with a reason and a name; the bill itself never changes.
-- grants: clerk supervisor
CREATE PROCEDURE post_adjustment(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bill_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_version INT, IN p_amount DECIMAL(18, 3),
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_bill_id, v_object_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_balance DECIMAL(18, 3);
  DECLARE v_version INT;
  DECLARE v_later VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_status VARCHAR(10) CHARACTER SET ascii;
  DECLARE v_today DATE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('adjust_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_amount <> 0 AND p_amount = ROUND(p_amount, (SELECT u.currency_decimals FROM utility u)), 0) THEN
    CALL refuse('bad_amount', NULL); LEAVE act;
  END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  IF ABS(p_amount) > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;
  SET v_today = local_date(SYSDATE(6));

  START TRANSACTION;
  CALL enter_office_request(p_request, 'adjustment', CONCAT_WS('|', p_bill_no, p_amount, p_reason),
    v_user_id, v_object_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    SELECT v_object_id AS adjustment_id;
    LEAVE act;
  ELSEIF v_state <> 'new' THEN CALL refuse(v_state, NULL); LEAVE act; END IF;

  SELECT b.bill_id, b.version, b.balance, b.status INTO v_bill_id, v_version, v_balance, v_status
  FROM bills b WHERE b.bill_no = p_bill_no AND b.status <> 'draft' FOR UPDATE;
  IF v_bill_id IS NULL THEN CALL refuse('no_such_bill', NULL); LEAVE act; END IF;
  IF v_status = 'cancelled' THEN CALL refuse('bill_cancelled', NULL); LEAVE act; END IF;
  IF NOT v_version <=> p_version THEN CALL refuse('bill_changed', NULL); LEAVE act; END IF;
  -- What was given back is what it came to then.
  SET v_later = given_back_by(v_bill_id);
  IF v_later IS NOT NULL THEN
    CALL refuse('bill_given_back', JSON_OBJECT('bill', v_later)); LEAVE act;
  END IF;
  IF v_balance + p_amount < 0 THEN
    CALL refuse('below_zero', JSON_OBJECT('balance', CAST(v_balance AS CHAR))); LEAVE act;
  END IF;
  UPDATE bills b SET b.balance = b.balance + p_amount, b.version = b.version + 1,
    b.status = CASE WHEN v_balance + p_amount = 0 THEN 'paid'
      WHEN EXISTS (SELECT 1 FROM payment_allocations pa WHERE pa.bill_id = v_bill_id
        GROUP BY pa.bill_id HAVING SUM(pa.amount) > 0) THEN 'part_paid' ELSE 'issued' END
  WHERE b.bill_id = v_bill_id;
  INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at, user_id)
  VALUES (v_bill_id, 'correction', p_amount, p_reason, v_today, SYSDATE(6), v_user_id);
  SET v_object_id = LAST_INSERT_ID();
  UPDATE office_requests q SET q.object_id = v_object_id WHERE q.request_id = UNHEX(p_request);
  CALL note_office(v_user_id, NULL, 'bill_adjusted', CONCAT(p_bill_no, ' by ', p_amount, ': ', p_reason));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_object_id AS adjustment_id;
END
