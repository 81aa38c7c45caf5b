-- Which function key does what at every counter, from its next sign-in on: "F9=F5,F5=F9", "" for the program's own.
-- grants: supervisor administrator
CREATE PROCEDURE set_key_map(IN p_map VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_old VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_clerk('set_keys', v_user_id, v_limit, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT is_setting_value('key_map', p_map) THEN CALL refuse('bad_key_map', NULL); LEAVE act; END IF;
  START TRANSACTION;
  -- Each change begins where the one before it ended.
  SELECT (SELECT s.value FROM settings s WHERE s.setting = 'key_map' FOR UPDATE) INTO v_old;
  IF NOT v_old <=> p_map THEN
    INSERT INTO settings (setting, value) VALUES ('key_map', p_map)
    ON DUPLICATE KEY UPDATE value = p_map;
    CALL note_office(v_user_id, NULL, 'setting_changed',
      CONCAT('key_map: ', COALESCE(v_old, '(default)'), ' -> ', p_map));
  END IF;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
