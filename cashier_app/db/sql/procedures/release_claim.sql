-- Takes this counter's claim on an account back when the cashier leaves it.
-- grants: cashier supervisor clerk auditor
CREATE PROCEDURE release_claim(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_account_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  DELETE FROM claims WHERE account_id = p_account_id AND counter_id = v_counter_id;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
