-- Stores the counter's signature over the hash of its Z; verify checks it, the server cannot.
-- grants: cashier
CREATE PROCEDURE sign_z(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_entry_id BIGINT, IN p_signature VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF p_signature NOT REGEXP '^[0-9a-f]{128}\\z' THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;
  INSERT INTO z_signatures (entry_id, counter_key_id, signature, signed_at)
  SELECT z.entry_id, MAX(y.counter_key_id), UNHEX(p_signature), SYSDATE(6)
  FROM z_reports z JOIN journal j ON j.entry_id = z.entry_id
  JOIN counter_keys y ON y.counter_id = j.counter_id
  WHERE z.entry_id = p_entry_id AND j.counter_id = v_counter_id
    AND NOT EXISTS (SELECT 1 FROM z_signatures g WHERE g.entry_id = z.entry_id)
  GROUP BY z.entry_id;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
