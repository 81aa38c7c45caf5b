-- Writes the utility's row: what the text names is changed, the rest stays; audited field by field.
-- grants: administrator
CREATE PROCEDURE set_utility(
  IN p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, IN p_logo MEDIUMBLOB,
  IN p_offsets LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_there INT DEFAULT 0;
  DECLARE v_name, v_address, v_tax_no, v_contact, v_receipt_foot, v_symbol, v_zone, v_old_zone
    VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_code, v_old_code VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_grouping VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '3';
  DECLARE v_decimals, v_old_decimals VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '2';
  DECLARE v_left_out, v_head, v_more VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_step VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '0';
  DECLARE v_old_step DECIMAL(18, 3) DEFAULT NULL;
  DECLARE v_logo MEDIUMBLOB DEFAULT NULL;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF LENGTH(p_text) > 8000 OR LENGTH(p_offsets) > 60000
    OR COALESCE(JSON_VALID(p_text), 0) = 0 OR JSON_VALID(p_offsets) = 0 THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  SELECT COUNT(*), MAX(u.name), MAX(u.address), MAX(u.tax_no), MAX(u.contact), MAX(u.receipt_foot),
    MAX(u.currency_code), MAX(u.currency_symbol), MAX(u.currency_decimals), MAX(u.digit_grouping),
    MAX(u.cash_step), MAX(u.time_zone), MAX(u.receipt_left_out), MAX(u.receipt_head), MAX(u.receipt_more)
  INTO v_there, v_name, v_address, v_tax_no, v_contact, v_receipt_foot,
    v_code, v_symbol, v_decimals, v_grouping, v_step, v_zone, v_left_out, v_head, v_more
  FROM utility u;
  SELECT (SELECT u.logo FROM utility u) INTO v_logo;
  SET v_old_code = COALESCE(v_code, ''), v_old_decimals = COALESCE(v_decimals, '2'),
    v_old_zone = COALESCE(v_zone, ''), v_old_step = v_step;
  SET v_name = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.name')), v_name, '')),
    v_address = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.address')), v_address, '')),
    v_tax_no = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.tax_no')), v_tax_no, '')),
    v_contact = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.contact')), v_contact, '')),
    v_receipt_foot = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.receipt_foot')), v_receipt_foot, '')),
    v_code = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.currency_code')), v_code, ''),
    v_symbol = TRIM(COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.currency_symbol')), v_symbol, '')),
    v_decimals = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.currency_decimals')), v_decimals, '2'),
    v_grouping = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.digit_grouping')), v_grouping, '3'),
    v_step = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.cash_step')), v_step, '0'),
    v_zone = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.time_zone')), v_zone, ''),
    v_left_out = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.receipt_left_out')), v_left_out, ''),
    v_head = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.receipt_head')), v_head, ''),
    v_more = COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_text, '$.receipt_more')), v_more, ''),
    v_logo = IF(p_logo IS NULL, v_logo, NULLIF(p_logo, ''));
  SET v_refusal = CASE
    WHEN CHAR_LENGTH(v_name) NOT BETWEEN 1 AND 120 THEN 'name'
    WHEN CHAR_LENGTH(v_address) > 200 THEN 'address'
    WHEN CHAR_LENGTH(v_tax_no) > 60 THEN 'tax_no'
    WHEN CHAR_LENGTH(v_contact) > 160 THEN 'contact'
    WHEN CHAR_LENGTH(v_receipt_foot) > 200 THEN 'receipt_foot'
    WHEN v_code NOT REGEXP '^[A-Z]{3}\\z' THEN 'currency_code'
    WHEN CHAR_LENGTH(v_symbol) NOT BETWEEN 1 AND 8 THEN 'currency_symbol'
    WHEN v_decimals NOT REGEXP '^[0-3]\\z' THEN 'currency_decimals'
    WHEN v_grouping NOT REGEXP '^[1-9](;[1-9])?\\z' THEN 'digit_grouping'
    WHEN v_step NOT REGEXP '^[0-9]{1,6}([.][0-9]{1,3})?\\z' THEN 'cash_step'
    -- A step that the currency cannot write would leave cash that nobody can hand out.
    WHEN MOD(CAST(v_step AS DECIMAL(18, 3)) * POWER(10, v_decimals), 1) <> 0 THEN 'cash_step'
    -- Only these may go: number, date, person, amounts, tender and code are on every receipt.
    WHEN CHAR_LENGTH(v_left_out) > 0 AND CONCAT(v_left_out, ',') NOT REGEXP
      '^((logo|utility_address|customer_address|meter|bill_numbers|explanations|balance|contact),)+\\z'
      THEN 'receipt_left_out'
    WHEN CHAR_LENGTH(v_head) > 200
      OR CHAR_LENGTH(v_head) - CHAR_LENGTH(REPLACE(v_head, CHAR(10 USING utf8mb4), '')) > 2 THEN 'receipt_head'
    WHEN CHAR_LENGTH(v_more) > 300
      OR CHAR_LENGTH(v_more) - CHAR_LENGTH(REPLACE(v_more, CHAR(10 USING utf8mb4), '')) > 3 THEN 'receipt_more'
    WHEN v_zone NOT REGEXP '^[A-Za-z0-9_+/-]{1,64}\\z' THEN 'time_zone'
    WHEN LENGTH(v_logo) > 300000 OR LEFT(HEX(v_logo), 16) <> '89504E470D0A1A0A' THEN 'logo'
    ELSE ''
  END;
  IF v_refusal <> '' THEN
    CALL refuse('bad_utility', JSON_OBJECT('field', v_refusal)); LEAVE act;
  END IF;
  IF v_there AND (v_code <> v_old_code OR v_decimals <> v_old_decimals)
    AND EXISTS (SELECT 1 FROM bills b WHERE b.status <> 'draft') THEN
    CALL refuse('currency_fixed', JSON_OBJECT('currency', v_old_code)); LEAVE act;
  END IF;
  IF v_zone <> v_old_zone THEN
    -- Business dates of stored entries were made by the old one.
    IF v_there AND EXISTS (SELECT 1 FROM journal j) THEN
      CALL refuse('zone_fixed', JSON_OBJECT('zone', v_old_zone)); LEAVE act;
    END IF;
    IF COALESCE(JSON_LENGTH(p_offsets), 0) = 0 OR EXISTS (SELECT 1 FROM JSON_TABLE(p_offsets, '$[*]'
        COLUMNS (minutes VARCHAR(8) PATH '$[1]')) x WHERE NOT COALESCE(x.minutes BETWEEN -900 AND 900, 0)) THEN
      CALL refuse('bad_utility', JSON_OBJECT('field', 'time_zone')); LEAVE act;
    END IF;
    DELETE FROM utility_offsets WHERE from_utc IS NOT NULL;
    INSERT INTO utility_offsets (from_utc, minutes)
    SELECT x.from_utc, x.minutes FROM JSON_TABLE(p_offsets, '$[*]'
      COLUMNS (from_utc DATETIME PATH '$[0]', minutes SMALLINT PATH '$[1]')) x;
  END IF;

  INSERT INTO utility (utility_id, name, address, tax_no, contact, receipt_foot, currency_code,
    currency_symbol, currency_decimals, digit_grouping, cash_step, time_zone, logo,
    receipt_left_out, receipt_head, receipt_more)
  VALUES (1, v_name, v_address, v_tax_no, v_contact, v_receipt_foot, v_code, v_symbol, v_decimals,
    v_grouping, v_step, v_zone, v_logo, v_left_out, v_head, v_more)
  ON DUPLICATE KEY UPDATE name = v_name, address = v_address, tax_no = v_tax_no, contact = v_contact,
    receipt_foot = v_receipt_foot, currency_code = v_code, currency_symbol = v_symbol,
    currency_decimals = v_decimals, digit_grouping = v_grouping, cash_step = v_step,
    time_zone = v_zone, logo = v_logo, receipt_left_out = v_left_out, receipt_head = v_head,
    receipt_more = v_more;
  CALL note_office(v_by_id, NULL, 'utility_changed',
    CONCAT(IF(p_logo IS NULL, '', 'logo '), p_text));
  -- As a setting's change, with both values: the text above may be cut, and roundings are held against it.
  IF NOT v_old_step <=> CAST(v_step AS DECIMAL(18, 3)) THEN
    CALL note_office(v_by_id, NULL, 'setting_changed', CONCAT('cash_step: ',
      COALESCE(v_old_step, '(default)'), ' -> ', CAST(v_step AS DECIMAL(18, 3))));
  END IF;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
