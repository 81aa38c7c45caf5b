-- Gives a run up whose bills are not all issued: what was issued stands, the rest is as if never priced.
-- grants: clerk supervisor
CREATE PROCEDURE drop_run(IN p_run_id BIGINT)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_state VARCHAR(8) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('run_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  START TRANSACTION;
  SELECT r.state INTO v_state FROM bill_runs r WHERE r.run_id = p_run_id FOR UPDATE;
  IF v_state IS NULL THEN CALL refuse('no_such_run', NULL); LEAVE act; END IF;
  IF v_state NOT IN ('open', 'issuing') THEN
    CALL refuse('run_ended', JSON_OBJECT('state', v_state)); LEAVE act;
  END IF;
  UPDATE bill_runs r SET r.state = 'dropped', r.ended_at = SYSDATE(6) WHERE r.run_id = p_run_id;
  CALL note_office(v_user_id, NULL, 'run_dropped', CONCAT('run ', p_run_id));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
