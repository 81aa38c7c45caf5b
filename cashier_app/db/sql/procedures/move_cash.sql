-- Cash in or out of one's own drawer besides payments: paid in, paid out, to the safe, changed with the safe; or only opened.
-- grants: cashier
CREATE PROCEDURE move_cash(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id, v_approval_id BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state, v_right VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_amount, v_changed, v_limit DECIMAL(18, 3);
  DECLARE v_pieces LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  IF JSON_VALID(p_text) THEN
    SELECT COALESCE(x.kind, '') INTO v_kind
    FROM JSON_TABLE(p_text, '$' COLUMNS (kind VARCHAR(12) PATH '$.kind')) x;
  END IF;
  SET v_right = CASE v_kind WHEN 'paid_in' THEN 'pay_in' WHEN 'paid_out' THEN 'pay_out'
    WHEN 'no_sale' THEN 'open_drawer' ELSE 'move_cash' END;
  CALL begin_act(p_token, v_right, v_user_id, v_counter_id, v_refusal);
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

  SELECT x.amount * 0.001, x.reason, from_micros(x.taken_at) INTO v_amount, v_reason, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (amount BIGINT PATH '$.amount',
    reason VARCHAR(160) PATH '$.reason', taken_at BIGINT PATH '$.taken_at')) x;
  CALL read_pieces(p_text, TRUE, v_changed, v_pieces);
  -- Only an exchange has pieces, and as much in as out.
  IF NOT COALESCE(v_taken_at IS NOT NULL AND v_reason IS NOT NULL AND v_changed = 0 AND v_kind NOT LIKE '% ' AND CASE v_kind
      WHEN 'change' THEN v_pieces IS NOT NULL AND v_amount = 0
      WHEN 'no_sale' THEN v_pieces IS NULL AND v_amount = 0
      ELSE v_kind IN ('paid_in', 'paid_out', 'drop') AND v_pieces IS NULL AND v_amount > 0 END, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF v_kind <> 'change' AND TRIM(v_reason) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;

  SELECT r.limit_amount INTO v_limit FROM rights r WHERE r.user_id = v_user_id AND r.activity = v_right;
  IF v_amount > v_limit THEN
    CALL use_approval('movement', p_request, p_fingerprint, v_amount, v_user_id, v_approval_id, v_refusal);
    IF v_refusal <> '' THEN
      CALL refuse(v_refusal, JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
    END IF;
  END IF;

  CALL store_movement(v_user_id, v_counter_id, shift_in(p_text), p_request, v_taken_at, v_kind,
    IF(v_kind IN ('paid_out', 'drop'), -v_amount, v_amount), v_reason, v_pieces, NULL,
    v_entry_id, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_pieces(v_entry_id, p_text);
  IF v_approval_id IS NOT NULL THEN
    INSERT INTO approval_uses (approval_id, entry_id) VALUES (v_approval_id, v_entry_id);
  END IF;
  IF v_kind = 'no_sale' THEN
    INSERT INTO drawer_events (entry_id, shift_id, reason, stored_at, user_id, counter_id)
    VALUES (NULL, shift_in(p_text), v_reason, v_stored_at, v_user_id, v_counter_id);
  END IF;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, 0);
END
