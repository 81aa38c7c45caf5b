-- First step of an office act on bills: makes the session safe, lets in an active person with the right.
-- grants:
CREATE PROCEDURE begin_clerk(
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_user_id BIGINT, OUT o_limit DECIMAL(18, 3), OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_counter_id BIGINT;
  DECLARE v_has_right INT DEFAULT 0;

  -- No token names no counter, so that is what an active person is told when all else is right.
  CALL begin_act(NULL, NULL, o_user_id, v_counter_id, o_refusal);
  IF o_refusal = 'counter_not_enrolled' THEN
    SELECT COUNT(*), MAX(r.limit_amount) INTO v_has_right, o_limit FROM rights r
    WHERE r.user_id = o_user_id AND r.activity = p_activity;
    SET o_refusal = IF(v_has_right, '', 'no_right');
  END IF;
END
