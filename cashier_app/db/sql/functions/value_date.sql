-- The day on which money came in, by its text; NULL when it is no day, to come, or too long ago.
-- grants:
CREATE FUNCTION value_date(
  p_text VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, p_business_date DATE
) RETURNS DATE
NOT DETERMINISTIC READS SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_day DATE DEFAULT NULL;
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET v_day = NULL;
  IF p_text REGEXP '^[0-9]{4}-[0-9]{2}-[0-9]{2}\\z' THEN SET v_day = CAST(p_text AS DATE); END IF;
  IF v_day BETWEEN p_business_date - INTERVAL setting_number('value_date_days', 90) DAY
      AND p_business_date THEN
    RETURN v_day;
  END IF;
  RETURN NULL;
END
