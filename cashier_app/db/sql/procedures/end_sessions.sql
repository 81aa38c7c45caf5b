-- Ends the open connections of a disabled clerk or auditor: only theirs could go on without a CALL.
-- grants:
CREATE PROCEDURE end_sessions(IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_thread BIGINT;
  DECLARE v_done INT DEFAULT 0;
  DECLARE sessions CURSOR FOR
    SELECT p.id FROM information_schema.processlist p WHERE p.user = p_user_name;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  -- It ended by itself meanwhile.
  DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;

  OPEN sessions;
  each_session: LOOP
    FETCH sessions INTO v_thread;
    IF v_done THEN LEAVE each_session; END IF;
    KILL v_thread;
  END LOOP;
  CLOSE sessions;
END
