-- A supervisor's yes or no to a waiting act of another person; a yes from the list holds for a day.
-- grants: supervisor
CREATE PROCEDURE decide_waiting(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_waiting_act_id BIGINT, IN p_state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_asker_id, v_known BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_act VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_request BINARY(16);
  DECLARE v_amount, v_limit DECIMAL(18, 3);
  DECLARE v_subject VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_now DATETIME(6);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'approve', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_state IN ('approved', 'declined') AND p_state NOT LIKE '% ', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;

  SET v_now = SYSDATE(6);
  START TRANSACTION;
  -- The row is the lock: two supervisors never decide one act.
  SELECT w.waiting_act_id, w.user_id, w.act, w.request_id, w.amount, w.subject
  INTO v_known, v_asker_id, v_act, v_request, v_amount, v_subject
  FROM waiting_acts w WHERE w.waiting_act_id = p_waiting_act_id FOR UPDATE;
  IF v_known IS NULL THEN CALL refuse('no_such_act', NULL); LEAVE act; END IF;
  IF v_asker_id = v_user_id THEN CALL refuse('approval_own', NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM waiting_events e WHERE e.waiting_act_id = p_waiting_act_id AND e.state = 'withdrawn') THEN
    CALL refuse('act_withdrawn', NULL); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM waiting_events e WHERE e.waiting_act_id = p_waiting_act_id)
      OR EXISTS (SELECT 1 FROM approvals a WHERE a.request_id = v_request)
      OR EXISTS (SELECT 1 FROM requests q WHERE q.request_id = v_request) THEN
    CALL refuse('already_decided', NULL); LEAVE act;
  END IF;
  IF p_state = 'approved' THEN
    SELECT r.limit_amount INTO v_limit FROM rights r
    WHERE r.user_id = v_user_id AND r.activity = 'approve';
    IF v_amount > v_limit THEN
      CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
    END IF;
    INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id, approved_at, ends_at)
    SELECT w.act, w.request_id, w.fingerprint, w.amount, p_reason, v_user_id, v_now,
      v_now + INTERVAL setting_number('waiting_hours', 24) HOUR
    FROM waiting_acts w WHERE w.waiting_act_id = p_waiting_act_id;
  END IF;
  INSERT INTO waiting_events (waiting_act_id, state, reason, user_id, counter_id, stored_at)
  VALUES (p_waiting_act_id, p_state, p_reason, v_user_id, v_counter_id, v_now);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_now, v_user_id, v_counter_id, p_state,
    LEFT(CONCAT(v_act, ' of ', v_amount, ': ', v_subject, ': ', p_reason), 255));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
