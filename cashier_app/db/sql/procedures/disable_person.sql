-- Ends what a person may do at the next CALL: the row comes before the database user's lock.
-- grants: administrator
CREATE PROCEDURE disable_person(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_user_id BIGINT;
  DECLARE v_role VARCHAR(16) CHARACTER SET ascii;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_has_account INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL find_person(p_user_name, v_user_id, v_role, v_has_account, v_refusal);
  -- So one administrator always stays; who leaves is disabled by another.
  IF v_refusal = '' AND v_user_id <=> v_by_id THEN SET v_refusal = 'not_yourself'; END IF;
  IF v_refusal NOT IN ('', 'other_account') THEN
    CALL refuse(v_refusal, JSON_OBJECT('user_name', COALESCE(p_user_name, ''))); LEAVE act;
  END IF;

  START TRANSACTION;
  CALL lock_people(v_by_id, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  UPDATE users u SET u.is_active = 0 WHERE u.user_id = v_user_id;
  CALL note_office(v_by_id, NULL, 'person_disabled', p_user_name);
  COMMIT;
  IF v_has_account THEN CALL change_account('ALTER USER', p_user_name, 'ACCOUNT LOCK'); END IF;
  -- Every CALL asks for the row; what these two may do without one ends with their connections.
  IF v_has_account AND v_role IN ('clerk', 'auditor') THEN CALL end_sessions(p_user_name); END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
