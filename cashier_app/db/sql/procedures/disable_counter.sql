-- Stops a counter at its next CALL, for everybody: a computer that is stolen or out of use.
-- grants: administrator
CREATE PROCEDURE disable_counter(IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT MAX(c.counter_id) INTO v_counter_id FROM counters c WHERE c.code = p_code;
  IF v_counter_id IS NULL THEN
    CALL refuse('no_such_counter', JSON_OBJECT('counter', COALESCE(p_code, ''))); LEAVE act;
  END IF;
  START TRANSACTION;
  UPDATE counters c SET c.is_active = 0 WHERE c.counter_id = v_counter_id;
  CALL note_office(v_by_id, v_counter_id, 'counter_disabled', CONCAT('counter ', p_code));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
