-- May this person look into this shift: its own cashier, or who sees the day of the hall. o_full: with its cash.
-- grants:
CREATE PROCEDURE may_see(
  IN p_user_id BIGINT, IN p_counter_id BIGINT, IN p_shift_id BIGINT,
  OUT o_full BOOLEAN, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_cashier_id BIGINT DEFAULT NULL;
  DECLARE v_state VARCHAR(8) CHARACTER SET ascii;

  SELECT s.user_id, s.state INTO v_cashier_id, v_state
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id
  JOIN counters h ON h.counter_id = p_counter_id AND h.office_id = c.office_id
  WHERE s.shift_id = p_shift_id;
  -- Whoever counts a drawer knows what should be in it only after the count is locked.
  SELECT IF(v_cashier_id = p_user_id, v_state <> 'open', EXISTS (SELECT 1 FROM rights r
      WHERE r.user_id = p_user_id AND r.activity = 'see_day')) INTO o_full;
  SET o_refusal = IF(v_cashier_id IS NULL OR (v_cashier_id <> p_user_id AND NOT o_full), 'no_such_shift', '');
END
