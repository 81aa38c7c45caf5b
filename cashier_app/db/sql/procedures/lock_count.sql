-- Stores the blind count of the drawer for good; from here the counter is free for the next shift.
-- The counted cash leaves the drawer for the safe. A supervisor counts a forgotten shift.
-- grants: cashier
CREATE PROCEDURE lock_count(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number BIGINT;
  DECLARE v_shift_counter_id, v_cashier_id, v_office_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_counted, v_held DECIMAL(18, 3);
  DECLARE v_cheques, v_card_slips INT;
  DECLARE v_children LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_shift_id = shift_in(p_text);
  CALL reach_shift(v_user_id, v_counter_id, v_shift_id, 'count_shift', 'close_other',
    v_shift_counter_id, v_cashier_id, v_refusal);
  IF v_refusal = 'no_right' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'count', v_user_id, v_shift_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.shift_id INTO v_shift_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_count(v_shift_id);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT from_micros(x.taken_at), x.cheques, x.card_slips
  INTO v_taken_at, v_cheques, v_card_slips
  FROM JSON_TABLE(p_text, '$' COLUMNS (
    taken_at BIGINT PATH '$.taken_at', cheques INT PATH '$.cheques',
    card_slips INT PATH '$.card_slips')) x;
  CALL read_pieces(p_text, FALSE, v_counted, v_children);
  IF v_counted IS NULL OR v_taken_at IS NULL OR COALESCE(v_cheques, -1) < 0
      OR COALESCE(v_card_slips, -1) < 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  UPDATE shifts s SET s.state = 'counting', s.counted_at = SYSDATE(6)
  WHERE s.shift_id = v_shift_id AND s.state = 'open';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_open', NULL); LEAVE act; END IF;
  SELECT s.business_date INTO v_business_date FROM shifts s WHERE s.shift_id = v_shift_id;

  CALL lock_safe(v_shift_counter_id, v_office_id, v_held);
  CALL append_entry('count', v_shift_counter_id, v_user_id, v_shift_id, v_business_date, p_request,
    v_taken_at, v_counted, CONCAT_WS('|', v_children, CONCAT('Zcounted:', thousandths(v_counted)),
      CONCAT('Zcheques:', v_cheques), CONCAT('Zslips:', v_card_slips)),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_count(v_entry_id, v_shift_id, 'closing', v_counted, v_cheques, v_card_slips, p_text);
  CALL enter_safe(v_office_id, v_held, v_entry_id, 'closing', v_counted, '', v_user_id, v_stored_at);
  IF v_cashier_id <> v_user_id THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (v_stored_at, v_user_id, v_counter_id, 'counted_for',
      (SELECT CONCAT(u.full_name, ', shift ', v_shift_id) FROM users u WHERE u.user_id = v_cashier_id));
  END IF;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_count(v_shift_id);
END
