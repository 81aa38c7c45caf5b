-- Whose shift is it, and may this person count or close it: the cashier at the counter, or a supervisor of the hall.
-- grants:
CREATE PROCEDURE reach_shift(
  IN p_user_id BIGINT, IN p_counter_id BIGINT, IN p_shift_id BIGINT,
  IN p_own_right VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_other_right VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_counter_id BIGINT, OUT o_cashier_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
reach: BEGIN
  DECLARE v_is_supervisor INT DEFAULT 0;
  DECLARE v_right VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;

  SET o_refusal = '', o_counter_id = NULL, o_cashier_id = NULL;
  SELECT s.counter_id, s.user_id INTO o_counter_id, o_cashier_id
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id
  JOIN counters h ON h.counter_id = p_counter_id AND h.office_id = c.office_id
  WHERE s.shift_id = p_shift_id;
  SELECT u.role = 'supervisor' INTO v_is_supervisor FROM users u WHERE u.user_id = p_user_id;
  SET v_right = IF(o_cashier_id = p_user_id, p_own_right, p_other_right);
  SELECT CASE
    WHEN o_counter_id IS NULL OR (o_cashier_id = p_user_id AND o_counter_id <> p_counter_id)
      OR (o_cashier_id <> p_user_id AND NOT v_is_supervisor) THEN 'shift_not_open'
    WHEN v_right IS NULL THEN 'own_drawer'
    WHEN NOT EXISTS (SELECT 1 FROM rights r WHERE r.user_id = p_user_id AND r.activity = v_right)
      THEN 'no_right'
    ELSE ''
  END INTO o_refusal;
  -- An entry lies in the chain of the drawer it is about, also when the supervisor sits elsewhere.
  SET o_counter_id = COALESCE(o_counter_id, p_counter_id);
END
