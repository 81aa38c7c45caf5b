-- The role of a person who may unlock this counter; empty for somebody who is disabled.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE role_of(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_user_name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT u.role FROM users u WHERE u.user_name = p_user_name AND u.is_active = 1;
END
