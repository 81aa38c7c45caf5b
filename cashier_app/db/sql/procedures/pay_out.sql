-- Takes cash of a correction out of the open shift's drawer, which never holds less than nothing.
-- grants:
CREATE PROCEDURE pay_out(
  IN p_shift_id BIGINT, IN p_cash DECIMAL(18, 3), OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_held DECIMAL(18, 3) DEFAULT NULL;

  -- Also where no cash moves: the count must not be locked between here and the COMMIT.
  SELECT s.float_amount + s.cash_taken + s.movements INTO v_held
  FROM shifts s WHERE s.shift_id = p_shift_id AND s.state = 'open' FOR UPDATE;
  SET o_refusal = CASE
    WHEN v_held IS NULL THEN 'shift_not_open'
    WHEN p_cash > 0 AND p_cash > v_held THEN 'drawer_short'
    ELSE '' END;
  IF o_refusal = '' AND p_cash <> 0 THEN
    UPDATE shifts s SET s.cash_taken = s.cash_taken - p_cash WHERE s.shift_id = p_shift_id;
  END IF;
END
