-- Makes a kiosk with a database user of its own, or gives the user of one that stands a new password.
-- grants: administrator
CREATE PROCEDURE enrol_kiosk(
  IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_office_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_password VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_office_id, v_kiosk_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL;
  DECLARE v_begun, v_has_account INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
    ROLLBACK;
    IF v_begun THEN
      CALL note_office(v_by_id, NULL, 'account_dropped', v_user_name);
      CALL change_account('DROP USER IF EXISTS', v_user_name, '');
    END IF;
    RESIGNAL;
  END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET p_name = TRIM(COALESCE(p_name, ''));
  SELECT MAX(k.kiosk_id), MAX(k.user_name), MAX(k.office_id) INTO v_kiosk_id, v_user_name, v_office_id
  FROM kiosks k WHERE k.code = p_code;
  IF v_kiosk_id IS NULL THEN
    SELECT (SELECT o.office_id FROM offices o WHERE o.code = p_office_code) INTO v_office_id;
  END IF;
  SELECT CASE
      WHEN NOT COALESCE(p_code NOT REGEXP '[^0-9]' AND CHAR_LENGTH(p_code) BETWEEN 2 AND 4, 0)
        OR CHAR_LENGTH(p_name) > 60 THEN 'bad_kiosk_code'
      WHEN v_office_id IS NULL THEN 'no_such_office'
      WHEN v_kiosk_id IS NULL AND NOT is_person_name(p_user_name) THEN 'bad_user_name'
      WHEN v_kiosk_id IS NULL AND (EXISTS (SELECT 1 FROM users u WHERE u.user_name = p_user_name)
        OR EXISTS (SELECT 1 FROM kiosks k WHERE k.user_name = p_user_name)) THEN 'exists_already'
      -- A program thinks it up: as long as a token.
      WHEN COALESCE(CHAR_LENGTH(p_password), 0) < 32 THEN 'password_too_short'
      ELSE '' END INTO v_refusal;
  IF v_refusal <> '' THEN
    CALL refuse(v_refusal, JSON_OBJECT('kiosk', COALESCE(p_code, ''), 'office', COALESCE(p_office_code, ''),
      'user_name', COALESCE(v_user_name, p_user_name, ''))); LEAVE act;
  END IF;

  IF v_kiosk_id IS NULL THEN SET v_user_name = p_user_name; END IF;
  SELECT v_kiosk_id IS NOT NULL AND EXISTS (SELECT 1 FROM role_holders h
    WHERE h.user_name = v_user_name AND h.host = '%' AND h.role_name = CONCAT(DATABASE(), '_kiosk')) INTO v_has_account;
  IF NOT v_has_account THEN
    CALL free_name(v_user_name, v_refusal);
    IF v_refusal <> '' THEN
      CALL refuse(v_refusal, JSON_OBJECT('user_name', v_user_name)); LEAVE act;
    END IF;
    SET v_begun = 1;
    CALL make_account(v_by_id, v_user_name, 'kiosk', p_password);
  END IF;
  START TRANSACTION;
  IF v_kiosk_id IS NULL THEN
    INSERT INTO kiosks (code, name, office_id, user_name, is_active, enrolled_at, enrolled_by)
    VALUES (p_code, IF(p_name = '', CONCAT('Kiosk ', p_code), p_name), v_office_id, v_user_name, 1, SYSDATE(6),
      LEFT(IF(v_by_id IS NULL, USER(), person_name()), 80));
  ELSE
    UPDATE kiosks k SET k.name = IF(p_name = '', k.name, p_name), k.is_active = 1, k.enrolled_at = SYSDATE(6),
      k.enrolled_by = LEFT(IF(v_by_id IS NULL, USER(), person_name()), 80)
    WHERE k.kiosk_id = v_kiosk_id;
  END IF;
  CALL note_office(v_by_id, NULL, 'kiosk_enrolled', CONCAT('kiosk ', p_code));
  COMMIT;
  SET v_begun = 0;
  -- Each of these commits; the connections of the old computer end with its password's next use.
  CALL change_account('ALTER USER', v_user_name, CONCAT('IDENTIFIED BY ', QUOTE(p_password)));
  CALL change_account('ALTER USER', v_user_name, 'ACCOUNT UNLOCK');
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_user_name AS user_name;
END
