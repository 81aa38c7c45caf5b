-- Begins to price an open run, anew if it was priced before: who looks at that price can issue it no more.
-- grants: clerk supervisor
CREATE PROCEDURE begin_pricing(IN p_run_id BIGINT)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_state VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_pricing INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('run_bills', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  START TRANSACTION;
  SELECT r.state, r.pricing + 1 INTO v_state, v_pricing FROM bill_runs r WHERE r.run_id = p_run_id FOR UPDATE;
  IF v_state IS NULL THEN CALL refuse('no_such_run', NULL); LEAVE act; END IF;
  IF v_state <> 'open' THEN
    CALL refuse('run_ended', JSON_OBJECT('state', v_state)); LEAVE act;
  END IF;
  UPDATE bill_runs r SET r.pricing = v_pricing, r.items = 0 WHERE r.run_id = p_run_id;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_pricing AS pricing;
END
