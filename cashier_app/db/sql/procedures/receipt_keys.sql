-- Every counter's public keys: with them a receipt's code is checked, also later without a server.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE receipt_keys(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT c.code, LOWER(HEX(k.public_key)) AS public_key
  FROM counter_keys k JOIN counters c ON c.counter_id = k.counter_id
  ORDER BY c.code, k.counter_key_id;
END
