-- First step of an office's work outside money: may this person do it? A clerk by right, or the server's own administrator.
-- grants: clerk auditor
CREATE PROCEDURE begin_work(IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  -- No token names no counter, so that is what an active person is told when all else is right.
  CALL begin_act(NULL, NULL, v_user_id, v_counter_id, v_refusal);
  SELECT CASE
    WHEN v_refusal = 'counter_not_enrolled' THEN IF(EXISTS (SELECT 1 FROM rights r
      WHERE r.user_id = v_user_id AND r.activity = p_activity), '', 'no_right')
    ELSE v_refusal
  END INTO v_refusal;
  IF v_refusal = 'not_a_person' THEN
    SELECT IF(EXISTS (SELECT 1 FROM mysql.user s
      WHERE s.User = person_name() AND s.Create_user_priv = 'Y'), '', v_refusal)
    INTO v_refusal;
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
