-- First step of every report: makes the session safe, lets in who may read, and says whose books these are.
-- grants:
CREATE PROCEDURE begin_report(
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_id BIGINT;

  CALL begin_reading(p_activity, v_user_id, o_refusal);
  IF o_refusal <> '' THEN
    CALL refuse(o_refusal, NULL);
  ELSE
    SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
    SELECT u.name, u.address, u.tax_no, u.currency_code, u.currency_symbol, u.currency_decimals,
      u.digit_grouping, u.time_zone, u.is_training, SYSDATE(6) AS made_at
    FROM utility u;
  END IF;
END
