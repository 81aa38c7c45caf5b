-- Ends the transactions that a counter may have waited for in vain: those that lie idle, and an office's long ones.
-- No CALL of a counter leaves one open, and who reads or writes tables can lock rows in one: the counter goes first.
-- grants: cashier supervisor
CREATE PROCEDURE make_way(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_thread BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_prepared, v_done INT DEFAULT 0;
  -- Two seconds is what the counter has waited: what is younger was not in its way. A chunk of bills
  -- that is being issued may take twice that.
  DECLARE blockers CURSOR FOR
    SELECT t.trx_mysql_thread_id, u.user_name
    FROM information_schema.innodb_trx t
    JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
    JOIN users u ON u.user_name = CONVERT(p.user USING ascii) COLLATE ascii_bin
    WHERE t.trx_mysql_thread_id <> CONNECTION_ID() AND t.trx_rows_locked + t.trx_rows_modified > 0
      AND CONVERT_TZ(t.trx_started, 'SYSTEM', '+00:00') <= SYSDATE(6) - INTERVAL
        IF(p.command = 'Sleep', 2, IF(u.role IN ('clerk', 'auditor'), 4, 3600)) SECOND;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  -- It ended by itself meanwhile.
  DECLARE CONTINUE HANDLER FOR 1094 BEGIN END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  OPEN blockers;
  each_blocker: LOOP
    FETCH blockers INTO v_thread, v_name;
    IF v_done THEN LEAVE each_blocker; END IF;
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (SYSDATE(6), v_user_id, v_counter_id, 'made_way', v_name);
    KILL v_thread;
  END LOOP;
  CLOSE blockers;
  -- Of a session that has gone there are only prepared (XA) ones; this program makes none.
  SELECT COUNT(*) INTO v_prepared FROM information_schema.innodb_trx t
  WHERE t.trx_mysql_thread_id = 0 AND t.trx_rows_locked + t.trx_rows_modified > 0
    AND CONVERT_TZ(t.trx_started, 'SYSTEM', '+00:00') <= SYSDATE(6) - INTERVAL 2 SECOND;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_prepared AS prepared;
END
