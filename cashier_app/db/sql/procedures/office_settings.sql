-- The utility's own row, its settings with what they may be, its banknotes: for who may change them.
-- grants: administrator
CREATE PROCEDURE office_settings()
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT u.name, u.address, u.tax_no, u.contact, u.receipt_foot, u.currency_code, u.currency_symbol,
    u.currency_decimals, u.digit_grouping, u.cash_step, u.time_zone, u.logo, u.is_training,
    u.receipt_left_out, u.receipt_head, u.receipt_more,
    EXISTS (SELECT 1 FROM bills b WHERE b.status <> 'draft') AS currency_is_fixed,
    EXISTS (SELECT 1 FROM journal j) AS zone_is_fixed
  FROM utility u;
  SELECT k.setting, k.kind, k.least, k.most,
    COALESCE(s.value, k.default_value) AS value, s.value IS NOT NULL AS is_set
  FROM JSON_TABLE(known_settings(), '$[*]' COLUMNS (setting VARCHAR(48) PATH '$[0]',
    kind VARCHAR(8) PATH '$[1]', least DECIMAL(18, 3) PATH '$[2]', most DECIMAL(18, 3) PATH '$[3]',
    default_value VARCHAR(255) PATH '$[4]')) k
  LEFT JOIN settings s ON s.setting = k.setting
  ORDER BY k.setting;
  SELECT d.value, d.is_note FROM denominations d WHERE d.is_active = 1 ORDER BY d.value DESC;
END
