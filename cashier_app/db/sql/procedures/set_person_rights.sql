-- What a person may do, with limits, as the whole new list; it holds from the person's next CALL.
-- grants: administrator
CREATE PROCEDURE set_person_rights(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_rights LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_user_id BIGINT;
  DECLARE v_role VARCHAR(16) CHARACTER SET ascii;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_has_account INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL find_person(p_user_name, v_user_id, v_role, v_has_account, v_refusal);
  SET v_facts = JSON_OBJECT('user_name', COALESCE(p_user_name, ''));
  -- Only rows are changed here: whose the database user of this name is does not matter.
  IF v_refusal IN ('', 'other_account') THEN
    CALL check_permissions(COALESCE(p_rights, ''), NULL, v_refusal, v_facts);
  END IF;
  -- So one who may change people always stays.
  IF v_refusal = '' AND v_user_id <=> v_by_id
    AND JSON_SEARCH(p_rights, 'one', 'manage_people', NULL, '$[*][0]') IS NULL THEN
    SET v_refusal = 'not_yourself';
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  START TRANSACTION;
  CALL lock_people(v_by_id, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_permissions(v_user_id, p_rights, NULL);
  CALL note_office(v_by_id, NULL, 'rights_set', CONCAT(p_user_name, ' ', p_rights));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
