-- Every kiosk with its hall and state, and how often numbers did not fit lately.
-- grants: administrator
CREATE PROCEDURE list_kiosks()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT k.code, k.name, o.name AS office, k.user_name, k.is_active, k.enrolled_at, k.enrolled_by,
    (SELECT COUNT(*) FROM kiosk_failures f WHERE f.kiosk_id = k.kiosk_id
      AND f.failed_at > SYSDATE(6) - INTERVAL 1 DAY) AS failures
  FROM kiosks k JOIN offices o ON o.office_id = k.office_id
  ORDER BY k.code;
END
