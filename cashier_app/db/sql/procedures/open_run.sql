-- Begins a bill run of a cycle and route; one at a time, and by whom is in the audit.
-- grants: clerk supervisor
CREATE PROCEDURE open_run(
  IN p_cycle DATE, IN p_route VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_issue_on DATE, IN p_due_on DATE
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_route_id, v_run_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_locked INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('run_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(DAYOFMONTH(p_cycle) = 1 AND p_due_on >= p_issue_on AND p_issue_on >= p_cycle, 0) THEN
    CALL refuse('bad_period', NULL); LEAVE act;
  END IF;
  -- Who gets a bill whose day is over is late before he has it. A day on the bills that is to come is waited for by issue_run.
  IF p_due_on < local_date(SYSDATE(6)) THEN
    CALL refuse('due_day_over', JSON_OBJECT('day', CAST(p_due_on AS CHAR))); LEAVE act;
  END IF;
  IF p_route <> '' THEN
    SELECT r.route_id INTO v_route_id FROM routes r WHERE r.code = p_route;
    IF v_route_id IS NULL THEN CALL refuse('no_such_route', NULL); LEAVE act; END IF;
  END IF;

  START TRANSACTION;
  -- One row for all who open a run: where none is open there is no row of a run to lock.
  SELECT u.utility_id INTO v_locked FROM utility u FOR UPDATE;
  SELECT COUNT(*), MAX(r.run_id) INTO v_locked, v_run_id FROM bill_runs r
  WHERE r.state IN ('open', 'issuing') AND (r.route_id <=> v_route_id OR r.route_id IS NULL OR v_route_id IS NULL);
  IF v_locked > 0 THEN
    CALL refuse('run_open_already', JSON_OBJECT('run', v_run_id)); LEAVE act;
  END IF;
  INSERT INTO bill_runs (cycle, route_id, issue_on, due_on, state, user_id, started_at)
  VALUES (p_cycle, v_route_id, p_issue_on, p_due_on, 'open', v_user_id, SYSDATE(6));
  SET v_run_id = LAST_INSERT_ID();
  CALL note_office(v_user_id, NULL, 'run_opened', CONCAT('run ', v_run_id, ' of ', p_cycle, ' ', p_route));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_run_id AS run_id;
END
