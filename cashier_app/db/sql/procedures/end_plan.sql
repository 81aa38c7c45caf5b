-- Ends an instalment plan (kept, broken or withdrawn): from now on the bills are due as printed.
-- grants: clerk supervisor
CREATE PROCEDURE end_plan(
  IN p_plan_id BIGINT, IN p_why VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_known INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('agree_plans', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_why IN ('kept', 'broken', 'withdrawn') AND p_why NOT LIKE '% ', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  START TRANSACTION;
  IF NOT EXISTS (SELECT 1 FROM instalment_plans p WHERE p.plan_id = p_plan_id) THEN
    CALL refuse('no_such_plan', NULL); LEAVE act;
  END IF;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_known = 1;
    INSERT INTO instalment_plan_ends (plan_id, why, ended_on, user_id, stored_at)
    VALUES (p_plan_id, p_why, local_date(SYSDATE(6)), v_user_id, SYSDATE(6));
  END;
  IF v_known THEN CALL refuse('plan_ended_already', NULL); LEAVE act; END IF;
  CALL note_office(v_user_id, NULL, 'plan_ended', CONCAT(p_plan_id, ': ', p_why));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
