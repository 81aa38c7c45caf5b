-- Makes the database user of a person who stands in the table only: after a sample or a restore elsewhere.
-- grants: administrator
CREATE PROCEDURE add_account(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_must_change TINYINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_user_id BIGINT;
  DECLARE v_role VARCHAR(16) CHARACTER SET ascii;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_has_account, v_begun INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
    ROLLBACK;
    IF v_begun THEN
      CALL note_office(v_by_id, NULL, 'account_dropped', p_user_name);
      CALL change_account('DROP USER IF EXISTS', p_user_name, '');
    END IF;
    RESIGNAL;
  END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL find_person(p_user_name, v_user_id, v_role, v_has_account, v_refusal);
  IF v_refusal = 'other_account' THEN CALL free_name(p_user_name, v_refusal); END IF;
  SET v_refusal = CASE
    WHEN v_refusal <> '' THEN v_refusal
    WHEN v_has_account THEN 'exists_already'
    WHEN NOT is_person_name(p_user_name) THEN 'bad_user_name'
    ELSE password_refusal(p_user_name, p_password)
  END;
  IF v_refusal <> '' THEN
    CALL refuse(v_refusal, JSON_OBJECT('user_name', COALESCE(p_user_name, ''))); LEAVE act;
  END IF;

  SET v_begun = 1;
  CALL make_account(v_by_id, p_user_name, v_role, p_password);
  START TRANSACTION;
  UPDATE users u SET u.must_change_password = COALESCE(p_must_change, 1) WHERE u.user_id = v_user_id;
  CALL note_office(v_by_id, NULL, 'account_added', p_user_name);
  COMMIT;
  SET v_begun = 0;
  -- Who was disabled stays out: enable_person unlocks.
  IF EXISTS (SELECT 1 FROM users u WHERE u.user_id = v_user_id AND u.is_active = 1) THEN
    CALL change_account('ALTER USER', p_user_name, 'ACCOUNT UNLOCK');
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
