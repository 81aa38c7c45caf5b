-- A numeric setting of the utility, or the default where nobody has set it.
-- grants:
CREATE FUNCTION setting_number(
  p_setting VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin, p_default DECIMAL(18, 3)
) RETURNS DECIMAL(18, 3)
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
RETURN COALESCE((SELECT CAST(s.value AS DECIMAL(18, 3)) FROM settings s WHERE s.setting = p_setting), p_default)
