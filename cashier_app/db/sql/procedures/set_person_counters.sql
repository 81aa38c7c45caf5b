-- The counters at which a person may work, as the whole new list of codes; from the next CALL.
-- grants: administrator
CREATE PROCEDURE set_person_counters(
  IN p_user_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_counters LONGTEXT CHARACTER SET utf8mb4
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
    CALL check_permissions(NULL, COALESCE(p_counters, ''), v_refusal, v_facts);
  END IF;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;

  START TRANSACTION;
  CALL store_permissions(v_user_id, NULL, p_counters);
  CALL note_office(v_by_id, NULL, 'counters_set', CONCAT(p_user_name, ' ', p_counters));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
