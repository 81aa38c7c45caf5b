-- Is there such a setting, and may it have this value? A number is digits, with a point for amounts;
-- a day is empty or a date of the calendar, such as 2026-04-01.
-- grants:
CREATE FUNCTION is_setting_value(
  p_setting VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  p_value VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
) RETURNS INT
DETERMINISTIC NO SQL SQL SECURITY DEFINER
RETURN COALESCE((SELECT CASE
    WHEN k.kind = 'text' THEN p_value REGEXP '^[!-~]*\\z' AND CHAR_LENGTH(p_value) BETWEEN k.least AND k.most
    WHEN k.kind = 'keys' THEN is_key_map(p_value)
    WHEN k.kind = 'day' AND p_value = '' THEN 1
    WHEN k.kind = 'day' AND p_value REGEXP '^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]\\z' THEN
      CAST(REPLACE(p_value, '-', '') AS UNSIGNED) BETWEEN k.least AND k.most
      AND CAST(RIGHT(p_value, 2) AS UNSIGNED) BETWEEN 1 AND DAY(LAST_DAY(CONCAT(LEFT(p_value, 8), '01')))
    WHEN k.kind = 'day' THEN 0
    WHEN p_value REGEXP '^[0-9]{1,9}\\z' OR k.kind = 'amount' AND p_value REGEXP '^[0-9]{1,9}[.][0-9]{1,3}\\z'
      THEN CAST(p_value AS DECIMAL(18, 3)) BETWEEN k.least AND k.most
    ELSE 0 END
  FROM JSON_TABLE(known_settings(), '$[*]' COLUMNS (setting VARCHAR(48) PATH '$[0]',
    kind VARCHAR(8) PATH '$[1]', least DECIMAL(18, 3) PATH '$[2]', most DECIMAL(18, 3) PATH '$[3]')) k
  WHERE CONVERT(k.setting USING utf8mb4) COLLATE utf8mb4_bin = p_setting), 0)
