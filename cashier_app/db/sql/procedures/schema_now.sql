-- The schema's version for a program that opens its line again: an upgrade may have been meanwhile.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE schema_now()
SQL SECURITY DEFINER
BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  -- For a session in which a SELECT locks nothing; whoever may connect is answered.
  CALL begin_reading(NULL, v_user_id, v_refusal);
  SELECT g.schema_version FROM schema_gate g;
END
