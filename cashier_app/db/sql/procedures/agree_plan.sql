-- Instalments for what an account owes: while they are kept no late charge is posted and no supply cut.
-- grants: clerk supervisor
CREATE PROCEDURE agree_plan(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4,
  IN p_note VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_account_id, v_object_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit, v_owed, v_amount, v_sum DECIMAL(18, 3);
  DECLARE v_today, v_due_on, v_before DATE;
  DECLARE v_at, v_count INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('agree_plans', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6)), v_before = v_today;
  IF NOT COALESCE(JSON_VALID(p_text) AND JSON_TYPE(p_text) = 'ARRAY', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SET v_count = JSON_LENGTH(p_text);

  START TRANSACTION;
  CALL enter_office_request(p_request, 'plan', CONCAT_WS('|', p_account_no, p_text, p_note),
    v_user_id, v_object_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    SELECT v_object_id AS plan_id;
    LEAVE act;
  ELSEIF v_state <> 'new' THEN CALL refuse(v_state, NULL); LEAVE act; END IF;

  SELECT a.account_id INTO v_account_id FROM accounts a WHERE a.account_no = p_account_no FOR UPDATE;
  IF v_account_id IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM instalment_plans p LEFT JOIN instalment_plan_ends e ON e.plan_id = p.plan_id
      WHERE p.account_id = v_account_id AND e.plan_id IS NULL) THEN
    CALL refuse('plan_runs_already', NULL); LEAVE act;
  END IF;
  -- Not through a derived table: MariaDB 10.11 refuses that (1140) when it is run a second time.
  SELECT COALESCE(SUM(b.balance), 0) INTO v_owed FROM bills b
  WHERE b.account_id = v_account_id AND b.status IN ('issued', 'part_paid') FOR UPDATE;
  IF v_owed = 0 THEN CALL refuse('nothing_due', NULL); LEAVE act; END IF;
  IF v_owed > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;

  INSERT INTO instalment_plans (account_id, agreed_on, amount, note, user_id, stored_at)
  VALUES (v_account_id, v_today, v_owed, COALESCE(p_note, ''), v_user_id, SYSDATE(6));
  SET v_object_id = LAST_INSERT_ID(), v_sum = 0;
  WHILE v_at < v_count DO
    SET v_due_on = CAST(JSON_UNQUOTE(JSON_EXTRACT(p_text, CONCAT('$[', v_at, '].due_on'))) AS DATE),
      v_amount = CAST(JSON_UNQUOTE(JSON_EXTRACT(p_text, CONCAT('$[', v_at, '].amount'))) AS DECIMAL(18, 3));
    IF NOT COALESCE(v_amount > 0 AND v_due_on >= v_before, 0) THEN
      CALL refuse('bad_instalment', JSON_OBJECT('number', v_at + 1)); LEAVE act;
    END IF;
    INSERT INTO instalments (plan_id, number, due_on, amount)
    VALUES (v_object_id, v_at + 1, v_due_on, v_amount);
    SET v_sum = v_sum + v_amount, v_before = v_due_on, v_at = v_at + 1;
  END WHILE;
  IF v_sum <> v_owed THEN
    CALL refuse('plan_differs', JSON_OBJECT('owed', CAST(v_owed AS CHAR), 'planned', CAST(v_sum AS CHAR)));
    LEAVE act;
  END IF;
  INSERT INTO instalment_plan_bills (plan_id, bill_id)
  SELECT v_object_id, b.bill_id FROM bills b
  WHERE b.account_id = v_account_id AND b.status IN ('issued', 'part_paid');
  UPDATE office_requests q SET q.object_id = v_object_id WHERE q.request_id = UNHEX(p_request);
  CALL note_office(v_user_id, NULL, 'plan_agreed',
    CONCAT(p_account_no, ': ', v_count, ' instalments of ', v_owed));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_object_id AS plan_id;
END
