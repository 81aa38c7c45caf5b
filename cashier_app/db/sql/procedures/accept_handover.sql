-- The receiver's half of a handover, in the receiver's own drawer; the giver takes back what nobody took.
-- grants: cashier
CREATE PROCEDURE accept_handover(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id, v_handover_id, v_receiver_id, v_giver_id BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
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

  SELECT x.handover, x.amount * 0.001, from_micros(x.taken_at) INTO v_handover_id, v_amount, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (handover BIGINT PATH '$.handover',
    amount BIGINT PATH '$.amount', taken_at BIGINT PATH '$.taken_at')) x;
  IF v_taken_at IS NULL OR v_amount IS NULL THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  -- The row's lock lets one of two takers in; the unique key stands behind it.
  SELECT h.receiver_id, j.user_id, m.reason INTO v_receiver_id, v_giver_id, v_reason
  FROM handovers h JOIN cash_movements m ON m.entry_id = h.entry_id
  JOIN journal j ON j.entry_id = h.entry_id
  WHERE h.entry_id = v_handover_id AND m.amount = -v_amount FOR UPDATE;
  IF NOT COALESCE(v_user_id IN (v_receiver_id, v_giver_id), 0) THEN
    CALL refuse('no_such_handover', NULL); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM handover_ends x WHERE x.handover_id = v_handover_id) THEN
    CALL refuse('handover_ended', NULL); LEAVE act;
  END IF;

  CALL store_movement(v_user_id, v_counter_id, shift_in(p_text), p_request, v_taken_at, 'handover',
    v_amount, v_reason, NULL, CONCAT('R', v_handover_id, ':handover'), v_entry_id, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO handover_ends (handover_id, entry_id) VALUES (v_handover_id, v_entry_id);
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, 0);
END
