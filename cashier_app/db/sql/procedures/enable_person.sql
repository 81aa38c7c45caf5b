-- Lets a person in again, also after too many wrong passwords.
-- grants: administrator
CREATE PROCEDURE enable_person(
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
  IF v_refusal <> '' THEN
    CALL refuse(v_refusal, JSON_OBJECT('user_name', COALESCE(p_user_name, ''))); LEAVE act;
  END IF;

  START TRANSACTION;
  UPDATE users u SET u.is_active = 1 WHERE u.user_id = v_user_id;
  CALL note_office(v_by_id, NULL, 'person_enabled', p_user_name);
  COMMIT;
  IF v_has_account THEN CALL change_account('ALTER USER', p_user_name, 'ACCOUNT UNLOCK'); END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
