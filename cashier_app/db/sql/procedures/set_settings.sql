-- Changes some of the utility's settings, [[name, value], …]; each is audited with both values.
-- grants: administrator
CREATE PROCEDURE set_settings(IN p_settings LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_name, v_value, v_old VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_done INT DEFAULT 0;
  DECLARE wanted CURSOR FOR
    SELECT COALESCE(x.setting, ''), x.value FROM JSON_TABLE(p_settings, '$[*]'
      COLUMNS (setting VARCHAR(48) PATH '$[0]', value VARCHAR(255) PATH '$[1]')) x;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_done = 1;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF LENGTH(p_settings) > 8000 OR COALESCE(JSON_VALID(p_settings), 0) = 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  OPEN wanted;
  each_setting: LOOP
    FETCH wanted INTO v_name, v_value;
    IF v_done THEN LEAVE each_setting; END IF;
    IF NOT is_setting_value(v_name, v_value) THEN
      CALL refuse('bad_setting', JSON_OBJECT('setting', v_name, 'value', COALESCE(v_value, '')));
      LEAVE act;
    END IF;
    -- Each change begins where the one before it ended.
    SELECT (SELECT s.value FROM settings s WHERE s.setting = v_name FOR UPDATE) INTO v_old;
    IF NOT v_old <=> v_value THEN
      INSERT INTO settings (setting, value) VALUES (v_name, v_value)
      ON DUPLICATE KEY UPDATE value = v_value;
      CALL note_office(v_by_id, NULL, 'setting_changed',
        CONCAT(v_name, ': ', COALESCE(v_old, '(default)'), ' -> ', v_value));
    END IF;
  END LOOP;
  CLOSE wanted;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
