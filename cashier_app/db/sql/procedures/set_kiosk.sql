-- Stops a kiosk at its next CALL, or lets it go on.
-- grants: administrator
CREATE PROCEDURE set_kiosk(
  IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, IN p_is_active TINYINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM kiosks k WHERE k.code = p_code) THEN
    CALL refuse('no_such_kiosk', JSON_OBJECT('kiosk', COALESCE(p_code, ''))); LEAVE act;
  END IF;
  START TRANSACTION;
  UPDATE kiosks k SET k.is_active = COALESCE(p_is_active <> 0, 0) WHERE k.code = p_code;
  CALL note_office(v_by_id, NULL, IF(COALESCE(p_is_active <> 0, 0), 'kiosk_enabled', 'kiosk_disabled'),
    CONCAT('kiosk ', p_code));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
