-- Who asked takes the question back; a yes to it that was not used ends with it.
-- grants: cashier
CREATE PROCEDURE withdraw_waiting(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin, IN p_waiting_act_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_known BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  START TRANSACTION;
  SELECT w.waiting_act_id INTO v_known FROM waiting_acts w
  WHERE w.waiting_act_id = p_waiting_act_id AND w.user_id = v_user_id FOR UPDATE;
  IF v_known IS NULL THEN CALL refuse('no_such_act', NULL); LEAVE act; END IF;
  IF EXISTS (SELECT 1 FROM waiting_events e WHERE e.waiting_act_id = p_waiting_act_id AND e.state = 'withdrawn') THEN
    CALL refuse('act_withdrawn', NULL); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM waiting_events e WHERE e.waiting_act_id = p_waiting_act_id AND e.state = 'declined')
      OR EXISTS (SELECT 1 FROM requests q JOIN waiting_acts w ON w.request_id = q.request_id
        WHERE w.waiting_act_id = p_waiting_act_id) THEN
    CALL refuse('already_decided', NULL); LEAVE act;
  END IF;
  INSERT INTO waiting_events (waiting_act_id, state, reason, user_id, counter_id, stored_at)
  VALUES (p_waiting_act_id, 'withdrawn', '', v_user_id, v_counter_id, SYSDATE(6));
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), v_user_id, v_counter_id, 'approval_withdrawn',
    LEFT(CONCAT(w.act, ' of ', w.amount, ': ', w.subject), 255)
  FROM waiting_acts w WHERE w.waiting_act_id = p_waiting_act_id;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
