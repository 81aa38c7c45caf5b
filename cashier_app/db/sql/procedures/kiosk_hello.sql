-- What a kiosk or hall display needs to begin: itself, its hall, the utility, the day, the pause.
-- grants: kiosk
CREATE PROCEDURE kiosk_hello()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_kiosk_id, v_office_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_now DATETIME(6);

  CALL begin_kiosk(v_kiosk_id, v_office_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_now = SYSDATE(6);
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT k.code, k.name, o.name AS office, g.schema_version, local_date(v_now) AS today,
    TIMESTAMPDIFF(MINUTE, v_now, v_now + INTERVAL COALESCE((SELECT x.minutes FROM utility_offsets x
      WHERE x.from_utc <= v_now ORDER BY x.from_utc DESC LIMIT 1), 0) MINUTE) AS utc_offset_minutes,
    setting_number('kiosk_idle_seconds', 60) AS idle_seconds,
    COALESCE((SELECT s.value FROM settings s WHERE s.setting = 'scan_prefix'), '') AS scan_prefix
  FROM kiosks k JOIN offices o ON o.office_id = k.office_id CROSS JOIN schema_gate g
  WHERE k.kiosk_id = v_kiosk_id;
  SELECT u.name, u.address, u.tax_no, u.contact, u.receipt_foot, u.currency_code, u.currency_symbol,
    u.currency_decimals, u.digit_grouping, u.cash_step, u.time_zone, u.logo, u.is_training,
    u.receipt_left_out, u.receipt_head, u.receipt_more
  FROM utility u;
END
