-- First step of every CALL of a kiosk: makes the session safe, then says which kiosk asks, and of which hall.
-- grants:
CREATE PROCEDURE begin_kiosk(
  OUT o_kiosk_id BIGINT, OUT o_office_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_active INT DEFAULT NULL;
  DECLARE v_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT person_name();

  CALL begin_reading(NULL, v_user_id, o_refusal);
  -- A kiosk's database user is no person's, so that is what it is told when all else is right.
  IF o_refusal IN ('', 'not_a_person') THEN
    SELECT k.kiosk_id, k.office_id, k.is_active INTO o_kiosk_id, o_office_id, v_active
    FROM kiosks k WHERE k.user_name = v_name;
    SET o_refusal = CASE WHEN v_active IS NULL THEN 'not_a_kiosk' WHEN v_active = 0 THEN 'kiosk_disabled'
      ELSE '' END;
  END IF;
END
