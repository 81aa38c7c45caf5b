-- A supervisor decides a difference that a Z left open: accepted, or charged to the cashier. The Z itself stays as it is.
-- grants: supervisor
CREATE PROCEDURE decide_difference(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_shift_counter_id, v_cashier_id BIGINT;
  DECLARE v_entry_id, v_z_entry_id, v_number BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_outcome VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_difference, v_limit DECIMAL(18, 3);
  DECLARE v_is_decided INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'decide_difference', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_shift_id = shift_in(p_text);
  CALL reach_shift(v_user_id, v_counter_id, v_shift_id, NULL, 'decide_difference',
    v_shift_counter_id, v_cashier_id, v_refusal);

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'decision', v_user_id, v_shift_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT d.z_entry_id INTO v_z_entry_id FROM journal j JOIN decisions d ON d.entry_id = j.entry_id
    WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    SELECT entry_number(c.code, j.kind, j.number) AS number, LOWER(HEX(j.hash)) AS hash
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.request_id = UNHEX(p_request);
    CALL emit_z(v_z_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.outcome, x.reason, x.difference * 0.001, from_micros(x.taken_at)
  INTO v_outcome, v_reason, v_difference, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (outcome VARCHAR(12) PATH '$.outcome',
    reason VARCHAR(160) PATH '$.reason', difference BIGINT PATH '$.difference',
    taken_at BIGINT PATH '$.taken_at')) x;
  IF NOT COALESCE(v_outcome IN ('accepted', 'charged') AND v_outcome NOT LIKE '% ' AND v_reason IS NOT NULL
      AND v_taken_at IS NOT NULL, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF TRIM(v_reason) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  IF v_refusal <> '' THEN CALL refuse(IF(v_refusal = 'own_drawer', v_refusal, 'no_such_report'), NULL); LEAVE act; END IF;

  -- The lock lets one of two supervisors in; the unique key stands behind it.
  SELECT z.entry_id, z.is_decided INTO v_z_entry_id, v_is_decided FROM z_reports z
  WHERE z.shift_id = v_shift_id AND z.difference = v_difference FOR UPDATE;
  IF v_z_entry_id IS NULL THEN CALL refuse('no_such_report', NULL); LEAVE act; END IF;
  IF v_is_decided OR EXISTS (SELECT 1 FROM decisions d WHERE d.z_entry_id = v_z_entry_id) THEN
    CALL refuse('decided_already', NULL); LEAVE act;
  END IF;
  SELECT r.limit_amount INTO v_limit FROM rights r
  WHERE r.user_id = v_user_id AND r.activity = 'decide_difference';
  IF ABS(v_difference) > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;

  -- Of today, not of the shift's day, which may lie in a locked period by now.
  CALL append_entry('decision', v_shift_counter_id, v_user_id, v_shift_id, local_date(SYSDATE(6)), p_request,
    v_taken_at, 0, CONCAT_WS('|',
      CONCAT('M', v_outcome, ':', thousandths(v_difference), ':', free_text(v_reason)),
      CONCAT('R', v_z_entry_id, ':decision')),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO decisions (entry_id, z_entry_id, outcome, amount, reason)
  VALUES (v_entry_id, v_z_entry_id, v_outcome, v_difference, v_reason);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_stored_at, v_user_id, v_counter_id, 'difference_decided',
    LEFT(CONCAT(v_outcome, ' ', v_difference, ': ', v_reason), 255));
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT entry_number(c.code, j.kind, j.number) AS number, LOWER(HEX(j.hash)) AS hash
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_entry_id;
  CALL emit_z(v_z_entry_id, 0);
END
