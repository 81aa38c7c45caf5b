-- A surprise count of another person's open drawer: stored with its difference, and the drawer goes on as before.
-- grants: supervisor
CREATE PROCEDURE check_drawer(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_shift_counter_id, v_cashier_id, v_entry_id, v_number BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_counted, v_expected DECIMAL(18, 3);
  DECLARE v_pieces LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'check_drawer', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_shift_id = shift_in(p_text);
  CALL reach_shift(v_user_id, v_counter_id, v_shift_id, NULL, 'check_drawer',
    v_shift_counter_id, v_cashier_id, v_refusal);

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'check', v_user_id, v_shift_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_cash(v_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.reason, from_micros(x.taken_at) INTO v_reason, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (reason VARCHAR(160) PATH '$.reason',
    taken_at BIGINT PATH '$.taken_at')) x;
  CALL read_pieces(p_text, FALSE, v_counted, v_pieces);
  IF v_counted IS NULL OR v_taken_at IS NULL OR v_reason IS NULL THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  -- No payment lands in this drawer between what is expected and the entry that says so.
  SELECT s.business_date, s.float_amount + s.cash_taken + s.movements INTO v_business_date, v_expected
  FROM shifts s WHERE s.shift_id = v_shift_id AND s.state = 'open' FOR UPDATE;
  IF v_business_date IS NULL THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;

  CALL append_entry('check', v_shift_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at,
    0, CONCAT_WS('|', v_pieces,
      CONCAT('Mcheck:', thousandths(v_counted - v_expected), ':', free_text(v_reason)),
      CONCAT('Zcounted:', thousandths(v_counted)), CONCAT('Zexpected:', thousandths(v_expected))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  INSERT INTO drawer_checks (entry_id, shift_id, counted, expected, difference, reason)
  VALUES (v_entry_id, v_shift_id, v_counted, v_expected, v_counted - v_expected, v_reason);
  CALL store_pieces(v_entry_id, p_text);
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_stored_at, v_user_id, v_counter_id, 'drawer_checked', LEFT(CONCAT('shift ', v_shift_id,
    ', difference ', v_counted - v_expected, ': ', v_reason), 255));
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, 0);
END
