-- Server settings, schema version and state of every shipped object, for those who cannot read them.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE check_server()
SQL SECURITY DEFINER
BEGIN
  DECLARE v_sysdate_is_now INT;
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  -- For a session in which a SELECT locks nothing; whoever may connect is answered.
  CALL begin_reading(NULL, v_user_id, v_refusal);
  -- No variable tells it on MariaDB 10 or MySQL: set the session's clock and look.
  SET timestamp = 86400;
  SET v_sysdate_is_now = SYSDATE() < '2000-01-01';
  SET timestamp = DEFAULT;

  SELECT x.name, x.value FROM (
    SELECT 'version' AS name, CAST(@@version AS CHAR) AS value
    UNION ALL SELECT 'innodb_flush_log_at_trx_commit', CAST(@@global.innodb_flush_log_at_trx_commit AS CHAR)
    UNION ALL SELECT 'log_bin', CAST(@@global.log_bin AS CHAR)
    UNION ALL SELECT 'sync_binlog', CAST(@@global.sync_binlog AS CHAR)
    UNION ALL SELECT 'sql_mode', CAST(@@global.sql_mode AS CHAR)
    UNION ALL SELECT 'sysdate_is_now', CAST(v_sysdate_is_now AS CHAR)
    UNION ALL SELECT 'read_only', CAST(@@global.read_only AS CHAR)
    UNION ALL SELECT 'schema_version', CAST(g.schema_version AS CHAR) FROM schema_gate g
    UNION ALL SELECT 'gate_open', CAST(g.is_open AS CHAR) FROM schema_gate g
    UNION ALL SELECT 'tables_not_innodb', CAST(COUNT(*) AS CHAR) FROM information_schema.tables t
      WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND t.engine <> 'InnoDB'
    UNION ALL SELECT 'counters', CAST(COUNT(*) AS CHAR) FROM counters c
      WHERE c.is_active = 1 AND c.channel = 'hall' AND c.token_hash IS NOT NULL
  ) x;

  -- All that is there and all that was installed, put together by name: a trigger of somebody else, without a checksum,
  -- changes what the guards have let through.
  SELECT d.kind, d.name, MAX(d.checksum) AS checksum,
    COALESCE(UNHEX(MAX(d.installed_checksum)) = UNHEX(MAX(d.definition_hash)), 0) AS is_intact
  FROM (
    SELECT CONVERT(o.kind USING utf8mb4) COLLATE utf8mb4_bin AS kind,
      CONVERT(o.name USING utf8mb4) COLLATE utf8mb4_bin AS name,
      o.checksum, o.installed_checksum, NULL AS definition_hash
    FROM schema_objects o
    UNION ALL
    SELECT LOWER(CONVERT(r.routine_type USING utf8mb4)) COLLATE utf8mb4_bin,
      CONVERT(r.routine_name USING utf8mb4) COLLATE utf8mb4_bin, '', NULL,
      SHA2(CONCAT_WS(' ', r.definer, r.security_type, r.sql_mode, r.routine_definition), 256)
    FROM information_schema.routines r WHERE r.routine_schema = DATABASE()
    UNION ALL
    SELECT _utf8mb4'trigger' COLLATE utf8mb4_bin,
      CONVERT(t.trigger_name USING utf8mb4) COLLATE utf8mb4_bin, '', NULL,
      SHA2(CONCAT_WS(' ', t.definer, t.sql_mode, t.action_timing, t.event_manipulation, 'ON', t.event_object_table,
        'FOR EACH ROW', t.action_statement), 256)
    FROM information_schema.triggers t WHERE t.event_object_schema = DATABASE()
    UNION ALL
    SELECT _utf8mb4'view' COLLATE utf8mb4_bin,
      CONVERT(v.table_name USING utf8mb4) COLLATE utf8mb4_bin, '', NULL,
      SHA2(CONCAT_WS(' ', v.definer, v.security_type, v.view_definition), 256)
    FROM information_schema.views v WHERE v.table_schema = DATABASE()
  ) d
  GROUP BY d.kind, d.name
  HAVING checksum <> '' OR d.kind = 'trigger'
  ORDER BY d.kind, d.name;
END
