-- Who reads the books, and may they (NULL: any active person)? A plain SELECT in a safe session locks nothing, whatever the session was.
-- grants:
CREATE PROCEDURE begin_reading(
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_user_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_active, v_may, v_gate_open INT DEFAULT NULL;
  DECLARE v_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT person_name();

  SET completion_type = 0;
  ROLLBACK;
  SET autocommit = 1, time_zone = '+00:00', innodb_lock_wait_timeout = 2, lock_wait_timeout = 5,
    sql_safe_updates = 0, sql_big_selects = 1;
  SET sort_buffer_size = DEFAULT, max_sort_length = DEFAULT;
  -- SERIALIZABLE would turn a SELECT into a lock.
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  SET SESSION TRANSACTION READ WRITE;
  /*M! SET check_constraint_checks = 1; */

  SELECT g.is_open, u.user_id, u.is_active, p_activity IS NULL OR r.user_id IS NOT NULL
  INTO v_gate_open, o_user_id, v_active, v_may
  FROM schema_gate g
  LEFT JOIN users u ON u.user_name = v_name
  LEFT JOIN rights r ON r.user_id = u.user_id AND r.activity = p_activity
  WHERE g.gate_id = 1;

  SET o_refusal = CASE
    WHEN COALESCE(v_gate_open, 0) = 0 THEN 'upgrade_running'
    -- As in begin_act: a kiosk and the lock of a period write behind this.
    WHEN @@foreign_key_checks = 0 OR @@unique_checks = 0 OR @@insert_id <> 0
      /*M! OR (@@max_statement_time > 0 AND @@max_statement_time < 30)
      OR @@session.max_session_mem_used < @@global.max_session_mem_used */ THEN 'unsafe_session'
    WHEN o_user_id IS NULL THEN 'not_a_person'
    WHEN v_active = 0 THEN 'person_disabled'
    WHEN v_may = 0 THEN 'no_right'
    ELSE ''
  END;
  -- The server's own administrator reads everything anyhow. A statement of its own: one that names
  -- mysql.user costs a tenth of a millisecond, also where no row of it is looked at.
  IF o_refusal = 'not_a_person' THEN
    SELECT IF(EXISTS (SELECT 1 FROM mysql.user s
      WHERE s.User = v_name AND s.Create_user_priv = 'Y'), '', o_refusal)
    INTO o_refusal;
  END IF;
END
