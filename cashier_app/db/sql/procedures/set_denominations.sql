-- The banknotes and coins of the drawers as the whole new list [[value, is a note], …]; audited.
-- grants: administrator
CREATE PROCEDURE set_denominations(IN p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF LENGTH(p_text) > 4000 OR COALESCE(JSON_VALID(p_text), 0) = 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF COALESCE(JSON_LENGTH(p_text), 0) NOT BETWEEN 1 AND 40 OR EXISTS (SELECT 1 FROM JSON_TABLE(p_text, '$[*]'
      COLUMNS (value VARCHAR(20) PATH '$[0]', is_note VARCHAR(5) PATH '$[1]')) x
    WHERE NOT COALESCE(x.value REGEXP '^[0-9]{1,9}([.][0-9]{1,3})?\\z' AND CAST(x.value AS DECIMAL(18, 3)) > 0
      AND x.is_note REGEXP '^[01]\\z', 0)) THEN
    CALL refuse('bad_denomination', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  -- Counts of old shifts name the pieces they had: nothing is deleted.
  UPDATE denominations d SET d.is_active = 0 WHERE d.is_active = 1;
  INSERT INTO denominations (value, is_note, is_active)
  SELECT CAST(x.value AS DECIMAL(18, 3)), x.is_note, 1 FROM JSON_TABLE(p_text, '$[*]'
    COLUMNS (value VARCHAR(20) PATH '$[0]', is_note SMALLINT PATH '$[1]')) x
  ON DUPLICATE KEY UPDATE is_note = VALUES(is_note), is_active = 1;
  CALL note_office(v_by_id, NULL, 'denominations_set', p_text);
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
