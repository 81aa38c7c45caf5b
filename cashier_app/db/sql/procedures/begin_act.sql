-- First step of every CALL: makes the session safe, then says who asks, from which counter, and may they.
-- grants:
CREATE PROCEDURE begin_act(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_user_id BIGINT, OUT o_counter_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_active, v_counter_active, v_allowed, v_has_right, v_gate_open INT DEFAULT NULL;
  -- In variables: a function in a WHERE is called for each row.
  DECLARE v_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT person_name();
  DECLARE v_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_token_hash BINARY(32) DEFAULT UNHEX(SHA2(p_token, 256));

  -- Whatever this session did before decides nothing from here on.
  SET completion_type = 0;
  ROLLBACK;
  SET autocommit = 1, time_zone = '+00:00', innodb_lock_wait_timeout = 2, lock_wait_timeout = 5,
    sql_safe_updates = 0, sql_big_selects = 1;
  -- Too little memory to sort in ends a CALL past every handler, as a limit below does.
  SET sort_buffer_size = DEFAULT, max_sort_length = DEFAULT;
  SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
  SET SESSION TRANSACTION READ WRITE;
  /*M! SET check_constraint_checks = 1; */

  SELECT g.is_open, u.user_id, u.is_active, u.role, c.counter_id, c.is_active,
         uc.user_id IS NOT NULL, p_activity IS NULL OR r.user_id IS NOT NULL
  INTO v_gate_open, o_user_id, v_user_active, v_role, o_counter_id, v_counter_active, v_allowed, v_has_right
  FROM schema_gate g
  LEFT JOIN users u ON u.user_name = v_name
  LEFT JOIN counters c ON c.token_hash = v_token_hash
  LEFT JOIN user_counters uc ON uc.user_id = u.user_id AND uc.counter_id = c.counter_id
  LEFT JOIN rights r ON r.user_id = u.user_id AND r.activity = p_activity
  WHERE g.gate_id = 1;

  SET o_refusal = CASE
    WHEN v_gate_open IS NULL OR v_gate_open = 0 THEN 'upgrade_running'
    -- A limit of the session's on time or memory would end an act between its locks and its COMMIT,
    -- past every handler; it cannot be lifted any more when the CALL has begun.
    WHEN @@foreign_key_checks = 0 OR @@unique_checks = 0 OR @@insert_id <> 0
      /*M! OR (@@max_statement_time > 0 AND @@max_statement_time < 30)
      OR @@session.max_session_mem_used < @@global.max_session_mem_used */ THEN 'unsafe_session'
    WHEN @@global.innodb_flush_log_at_trx_commit <> 1
      OR (@@global.log_bin = 1 AND @@global.sync_binlog <> 1) THEN 'unsafe_server'
    WHEN o_user_id IS NULL THEN 'not_a_person'
    WHEN v_user_active = 0 THEN 'person_disabled'
    WHEN o_counter_id IS NULL THEN 'counter_not_enrolled'
    WHEN v_counter_active = 0 THEN 'counter_disabled'
    -- Office people move no money: without an activity of money any enrolled computer will do.
    WHEN v_allowed = 0 AND NOT (p_activity IS NULL AND v_role IN ('clerk', 'auditor', 'administrator'))
      THEN 'counter_not_allowed'
    WHEN v_has_right = 0 THEN 'no_right'
    ELSE ''
  END;
END
