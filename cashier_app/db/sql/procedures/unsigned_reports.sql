-- Zs of this counter that still want its signature: the line broke between storing and signing.
-- grants: cashier
CREATE PROCEDURE unsigned_reports(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT j.entry_id, LOWER(HEX(j.hash)) AS hash
  FROM journal j LEFT JOIN z_signatures g ON g.entry_id = j.entry_id
  WHERE j.counter_id = v_counter_id AND j.kind = 'z' AND g.entry_id IS NULL
  ORDER BY j.entry_id DESC LIMIT 50;
END
