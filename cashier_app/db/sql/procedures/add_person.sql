-- Adds a person: database user, role, row, rights, counters. All of it or nothing, though CREATE USER commits.
-- grants: administrator
CREATE PROCEDURE add_person(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_full_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_must_change TINYINT,
  IN p_rights LONGTEXT CHARACTER SET utf8mb4, IN p_counters LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_begun INT DEFAULT 0;
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
  SET v_facts = JSON_OBJECT('user_name', COALESCE(p_user_name, '')), p_full_name = TRIM(COALESCE(p_full_name, ''));
  SELECT CASE
      WHEN NOT is_person_name(p_user_name) THEN 'bad_user_name'
      WHEN CHAR_LENGTH(p_full_name) NOT BETWEEN 1 AND 120 THEN 'bad_full_name'
      WHEN NOT COALESCE(p_role IN ('cashier', 'supervisor', 'clerk', 'auditor', 'administrator')
          AND p_role NOT LIKE '% ', 0)
        THEN 'bad_role'
      WHEN EXISTS (SELECT 1 FROM users u WHERE u.user_name = p_user_name) THEN 'exists_already'
      ELSE password_refusal(p_user_name, p_password)
    END INTO v_refusal;
  IF v_refusal = '' THEN
    CALL check_permissions(COALESCE(p_rights, '[]'), COALESCE(p_counters, '[]'), v_refusal, v_facts);
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  CALL free_name(p_user_name, v_refusal);
  IF v_refusal <> '' THEN
    CALL refuse(v_refusal, JSON_OBJECT('user_name', p_user_name)); LEAVE act;
  END IF;

  SET v_begun = 1;
  CALL make_account(v_by_id, p_user_name, p_role, p_password);
  START TRANSACTION;
  INSERT INTO users (user_name, full_name, role, must_change_password, created_at)
  VALUES (p_user_name, p_full_name, p_role, COALESCE(p_must_change, 1), SYSDATE(6));
  SELECT u.user_id INTO v_user_id FROM users u WHERE u.user_name = p_user_name;
  CALL store_permissions(v_user_id, p_rights, p_counters);
  CALL note_office(v_by_id, NULL, 'person_added', CONCAT(p_user_name, ' ', p_role));
  COMMIT;
  -- From here on the person stands; should unlocking fail, enable_person does it.
  SET v_begun = 0;
  CALL change_account('ALTER USER', p_user_name, 'ACCOUNT UNLOCK');
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_user_id AS user_id;
END
