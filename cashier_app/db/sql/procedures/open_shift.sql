-- Opens one person's shift at one counter with a counted float; the shift's id is its opening entry.
-- In the books the float comes out of the safe, where the last count of this drawer went.
-- grants: cashier
CREATE PROCEDURE open_shift(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_office_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_float, v_held DECIMAL(18, 3);
  DECLARE v_children LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_blocking LONGTEXT CHARACTER SET utf8mb4;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'open_shift', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'opening', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.shift_id INTO v_shift_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_shift(v_shift_id);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  CALL read_pieces(p_text, FALSE, v_float, v_children);
  SET v_taken_at = from_micros(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.taken_at'))),
    v_business_date = local_date(SYSDATE(6));
  IF v_float IS NULL OR v_taken_at IS NULL THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;

  CALL lock_safe(v_counter_id, v_office_id, v_held);
  IF v_float > v_held THEN CALL refuse('safe_too_small', NULL); LEAVE act; END IF;
  SELECT h.last_chain_no + 1 + v_counter_id * 10000000000 INTO v_shift_id
  FROM counter_chains h WHERE h.counter_id = v_counter_id FOR UPDATE;
  SELECT JSON_OBJECT('counter', c.name, 'cashier', u.full_name,
    'same_person', s.user_id = v_user_id, 'same_counter', s.counter_id = v_counter_id)
  INTO v_blocking
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id JOIN users u ON u.user_id = s.user_id
  WHERE s.open_counter = v_counter_id OR s.open_user = v_user_id
  ORDER BY s.open_counter = v_counter_id DESC LIMIT 1;
  IF v_blocking IS NOT NULL THEN CALL refuse('shift_already_open', v_blocking); LEAVE act; END IF;

  INSERT INTO shifts (shift_id, counter_id, user_id, business_date, opened_at, float_amount, state)
  VALUES (v_shift_id, v_counter_id, v_user_id, v_business_date, SYSDATE(6), v_float, 'open');
  CALL append_entry('opening', v_counter_id, v_user_id, NULL, v_business_date, p_request, v_taken_at,
    v_float, CONCAT_WS('|', v_children, CONCAT('Zfloat:', thousandths(v_float))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_count(v_entry_id, v_shift_id, 'opening', v_float, 0, 0, p_text);
  CALL enter_safe(v_office_id, v_held, v_entry_id, 'float', -v_float, '', v_user_id, v_stored_at);
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_shift(v_shift_id);
END
