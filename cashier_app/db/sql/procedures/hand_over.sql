-- The giver's half of a handover: cash leaves this drawer for a named person, and is on its way until that person takes it.
-- grants: cashier
CREATE PROCEDURE hand_over(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id, v_receiver_id BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_receiver VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_amount DECIMAL(18, 3);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'move_cash', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'movement', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_cash(v_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.amount * 0.001, x.reason, x.receiver, from_micros(x.taken_at)
  INTO v_amount, v_reason, v_receiver, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (amount BIGINT PATH '$.amount',
    reason VARCHAR(160) PATH '$.reason', receiver VARCHAR(32) PATH '$.receiver',
    taken_at BIGINT PATH '$.taken_at')) x;
  IF NOT COALESCE(v_amount > 0 AND v_reason IS NOT NULL AND v_taken_at IS NOT NULL, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT u.user_id INTO v_receiver_id FROM users u
  WHERE u.user_name = v_receiver AND u.is_active = 1 AND u.role IN ('cashier', 'supervisor')
    AND u.user_id <> v_user_id;
  IF v_receiver_id IS NULL THEN CALL refuse('no_such_receiver', NULL); LEAVE act; END IF;

  CALL store_movement(v_user_id, v_counter_id, shift_in(p_text), p_request, v_taken_at, 'handover',
    -v_amount, v_reason, NULL, CONCAT('Zreceiver:', v_receiver_id), v_entry_id, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO handovers (entry_id, receiver_id) VALUES (v_entry_id, v_receiver_id);
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, 0);
END
