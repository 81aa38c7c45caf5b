-- A slip for who came to pay while the counter could not take it: late charges and disconnection wait some days.
-- One slip an account and day: asked for again, it is the same slip. Each bill waits once.
-- grants: cashier
CREATE PROCEDURE tried_to_pay(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_account_id BIGINT,
  IN p_reason VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_tried_at VARCHAR(26) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_attempt_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE v_now, v_tried_at DATETIME(6);
  DECLARE v_tried_on, v_holds_until DATE;
  DECLARE v_repeated INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'take_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_reason IN ('line', 'unknown', 'held', 'change', 'closing', 'other') AND p_reason NOT LIKE '% ', 0)
      OR NOT COALESCE(p_tried_at REGEXP
        '^20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?\\z',
        p_tried_at IS NULL) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT a.account_no INTO v_account_no FROM accounts a WHERE a.account_id = p_account_id;
  IF v_account_no IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;
  SET v_now = SYSDATE(6), v_tried_at = COALESCE(p_tried_at, v_now);
  -- A slip that was written without the line has the counter's clock, and nobody dates it back at will.
  IF NOT COALESCE(v_tried_at <= v_now + INTERVAL 2 MINUTE, 0) THEN
    CALL refuse('slip_ahead', NULL); LEAVE act;
  END IF;
  IF v_tried_at < v_now - INTERVAL 3 DAY THEN CALL refuse('slip_too_old', NULL); LEAVE act; END IF;
  SET v_tried_on = local_date(v_tried_at),
    v_holds_until = v_tried_on + INTERVAL setting_number('attempt_days', 5) DAY;

  START TRANSACTION;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_repeated = 1;
    INSERT INTO payment_attempts (account_id, counter_id, user_id, reason, tried_at, tried_on,
      holds_until, stored_at)
    VALUES (p_account_id, v_counter_id, v_user_id, p_reason, v_tried_at, v_tried_on, v_holds_until, v_now);
  END;
  SELECT t.attempt_id INTO v_attempt_id FROM payment_attempts t
  WHERE t.account_id = p_account_id AND t.tried_on = v_tried_on;
  IF v_repeated = 0 THEN
    INSERT INTO attempt_bills (bill_id, attempt_id)
    SELECT b.bill_id, v_attempt_id FROM bills b
    LEFT JOIN attempt_bills w ON w.bill_id = b.bill_id
    WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
      AND b.issued_on <= v_tried_on AND w.bill_id IS NULL;
    IF ROW_COUNT() = 0 THEN CALL refuse('nothing_waits', NULL); LEAVE act; END IF;
  END IF;
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_now, v_user_id, v_counter_id, IF(v_repeated, 'tried_slip_again', 'tried_to_pay'),
    CONCAT(v_account_no, ': ', v_tried_on));
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT CONCAT(c.code, '-T', LPAD(t.attempt_id, 6, '0')) AS number, t.reason, t.tried_at, t.tried_on,
    t.holds_until, v_repeated AS is_repeated, a.account_no, u.name AS customer_name, p.full_name AS person
  FROM payment_attempts t
  JOIN counters c ON c.counter_id = t.counter_id
  JOIN accounts a ON a.account_id = t.account_id
  JOIN customers u ON u.customer_id = a.customer_id
  JOIN users p ON p.user_id = t.user_id
  WHERE t.attempt_id = v_attempt_id;
  SELECT b.bill_no, b.kind, b.title, b.period_from, b.period_to, b.due_on,
    bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, v_tried_on) AS due
  FROM attempt_bills w JOIN bills b ON b.bill_id = w.bill_id
  WHERE w.attempt_id = v_attempt_id ORDER BY b.due_on, b.bill_no;
END
