-- A new password for somebody who forgot it, changed again at the next sign-in unless it is one's own.
-- grants: administrator
CREATE PROCEDURE reset_person_password(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_must_change TINYINT
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
  SET v_refusal = CASE
    WHEN v_refusal <> '' THEN v_refusal
    WHEN NOT v_has_account THEN 'no_account'
    ELSE password_refusal(p_user_name, p_password)
  END;
  IF v_refusal <> '' THEN
    CALL refuse(v_refusal, JSON_OBJECT('user_name', COALESCE(p_user_name, ''))); LEAVE act;
  END IF;

  -- Noted and marked before it takes effect: ALTER USER commits, and a crash must not hide it.
  START TRANSACTION;
  UPDATE users u SET u.must_change_password = COALESCE(p_must_change, 1) AND NOT u.user_id <=> v_by_id
  WHERE u.user_id = v_user_id;
  CALL note_office(v_by_id, NULL, 'password_reset', p_user_name);
  COMMIT;
  CALL change_account('ALTER USER', p_user_name, CONCAT('IDENTIFIED BY ', QUOTE(p_password)));
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
