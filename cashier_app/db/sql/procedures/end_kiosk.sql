-- Who may end a kiosk's screen: a CALL with their own password lets them, and is noted.
-- grants: supervisor administrator
CREATE PROCEDURE end_kiosk(IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_reading(NULL, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM kiosks k WHERE k.code = p_code) THEN
    CALL refuse('no_such_kiosk', JSON_OBJECT('kiosk', COALESCE(p_code, ''))); LEAVE act;
  END IF;
  CALL note_office(v_user_id, NULL, 'kiosk_ended', CONCAT('kiosk ', p_code));
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
