-- Does the open drawer hold more cash than the utility wants there? Only yes or no: the count stays blind.
-- grants: cashier
CREATE PROCEDURE drop_due(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT EXISTS (SELECT 1 FROM shifts s WHERE s.open_counter = v_counter_id AND s.user_id = v_user_id
    AND setting_number('drawer_limit', 0) > 0
    AND s.float_amount + s.cash_taken + s.movements > setting_number('drawer_limit', 0)) AS is_due;
END
