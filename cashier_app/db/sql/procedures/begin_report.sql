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
    -- In one column: reading the names of ten takes the reader longer.
    SELECT 'done' AS outcome, '' AS code, JSON_OBJECT('name', u.name, 'address', u.address, 'tax_no', u.tax_no,
      'currency_code', u.currency_code, 'currency_symbol', u.currency_symbol,
      'currency_decimals', u.currency_decimals, 'digit_grouping', u.digit_grouping,
      'time_zone', u.time_zone, 'is_training', u.is_training, 'made_at', SYSDATE(6)) AS facts
    FROM schema_gate g LEFT JOIN utility u ON u.utility_id = 1 WHERE g.gate_id = 1;
  END IF;
END
