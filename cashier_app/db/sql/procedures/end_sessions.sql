-- Ends the open connections of a disabled clerk or auditor: only theirs could go on without a CALL.
-- Within a CALL a session is listed under the definer's name, as everybody's is. So those are looked at again
-- until each has shown its own name once: a CALL takes a moment. What has shown none for four seconds is ended,
-- whoever it is: an office's long work begins again, and an act of a counter is settled.
-- grants:
CREATE PROCEDURE end_sessions(IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_thread BIGINT;
  DECLARE v_hidden, v_done INT DEFAULT 0;
  DECLARE v_looked INT DEFAULT 0;
  DECLARE v_before, v_within TEXT CHARACTER SET ascii DEFAULT '';
  DECLARE v_until DATETIME(6) DEFAULT SYSDATE(6) + INTERVAL 4 SECOND;
  -- Both names in one reading: between two a session could pass from the one to the other.
  DECLARE sessions CURSOR FOR
    SELECT p.id, p.user <> p_user_name FROM information_schema.processlist p
    WHERE p.id <> CONNECTION_ID() AND (p.user = p_user_name
      -- Nothing but this very loop sleeps there: two administrators do not wait for each other.
      OR p.user = SUBSTRING_INDEX(CURRENT_USER(), '@', 1) AND COALESCE(p.state, '') <> 'User sleep');
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  -- It ended by itself meanwhile.
  DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;

  look: LOOP
    SET v_within = '', v_done = 0;
    OPEN sessions;
    each_session: LOOP
      FETCH sessions INTO v_thread, v_hidden;
      IF v_done THEN LEAVE each_session; END IF;
      IF NOT v_hidden OR (SYSDATE(6) >= v_until AND FIND_IN_SET(v_thread, v_before)) THEN
        KILL v_thread;
      ELSEIF v_looked = 0 OR FIND_IN_SET(v_thread, v_before) THEN
        SET v_within = CONCAT_WS(',', NULLIF(v_within, ''), v_thread);
      END IF;
    END LOOP;
    CLOSE sessions;
    IF v_within = '' THEN LEAVE look; END IF;
    SET v_before = v_within, v_looked = 1;
    DO SLEEP(0.02);
  END LOOP;
END
