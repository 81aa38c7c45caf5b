-- Moves cash in an open drawer, inside the act's transaction: shift, entry, row, the safe's side, slip, audit.
-- grants:
CREATE PROCEDURE store_movement(
  IN p_user_id BIGINT, IN p_counter_id BIGINT, IN p_shift_id BIGINT,
  IN p_request VARCHAR(32) CHARACTER SET ascii, IN p_taken_at DATETIME(6),
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin, IN p_amount DECIMAL(18, 3),
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_pieces LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_link LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  OUT o_entry_id BIGINT, OUT o_stored_at DATETIME(6), OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
movement: BEGIN
  DECLARE v_office_id, v_number BIGINT;
  DECLARE v_held, v_expected DECIMAL(18, 3);
  DECLARE v_business_date DATE;

  -- No movement of less than the currency has.
  SELECT IF(MOD(thousandths(p_amount), (SELECT POW(10, 3 - u.currency_decimals) FROM utility u)) <> 0,
    'bad_request', '') INTO o_refusal;
  IF o_refusal <> '' THEN LEAVE movement; END IF;
  UPDATE shifts s SET s.movements = s.movements + p_amount
  WHERE s.shift_id = p_shift_id AND s.state = 'open'
    AND s.counter_id = p_counter_id AND s.user_id = p_user_id;
  -- Zero moved changes nothing, so that ROW_COUNT would not tell an open shift from another's.
  SELECT s.business_date, s.float_amount + s.cash_taken + s.movements INTO v_business_date, v_expected
  FROM shifts s WHERE s.shift_id = p_shift_id AND s.state = 'open'
    AND s.counter_id = p_counter_id AND s.user_id = p_user_id FOR UPDATE;
  IF v_business_date IS NULL THEN
    SET o_refusal = 'shift_not_open';
    LEAVE movement;
  END IF;
  IF v_expected < 0 THEN
    SET o_refusal = 'not_enough_cash';
    LEAVE movement;
  END IF;
  IF p_kind IN ('drop', 'change') THEN CALL lock_safe(p_counter_id, v_office_id, v_held); END IF;

  CALL append_entry('movement', p_counter_id, p_user_id, p_shift_id, v_business_date, p_request, p_taken_at,
    ABS(p_amount), CONCAT_WS('|', p_pieces,
      CONCAT('M', p_kind, ':', thousandths(p_amount), ':', free_text(p_reason)), p_link),
    o_entry_id, v_number, o_stored_at, o_refusal);
  IF o_refusal <> '' THEN LEAVE movement; END IF;
  INSERT INTO cash_movements (entry_id, shift_id, kind, amount, reason)
  VALUES (o_entry_id, p_shift_id, p_kind, p_amount, p_reason);
  IF p_kind IN ('drop', 'change') THEN
    CALL enter_safe(v_office_id, v_held, o_entry_id, p_kind, -p_amount, p_reason, p_user_id, o_stored_at);
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (o_entry_id, 0, 'queued', o_stored_at, p_user_id, p_counter_id);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (o_stored_at, p_user_id, p_counter_id, CONCAT('cash_', p_kind), CONCAT(p_amount, ': ', p_reason));
END
