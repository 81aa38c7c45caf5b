-- Which of a counter's acknowledged requests the server knows: a missing one means it has forgotten receipts.
-- A recorded loss is known, with the hash that it had.
-- grants: cashier supervisor auditor
CREATE PROCEDURE known_requests(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_requests LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT LOWER(HEX(r.request_id)) AS request_id, IF(l.request_id IS NULL, r.state, 'lost') AS state,
    COALESCE(LOWER(HEX(COALESCE(j.hash, l.hash))), '') AS hash
  FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (request_id VARCHAR(32) PATH '$')) x
  JOIN requests r ON r.request_id = UNHEX(x.request_id)
  LEFT JOIN journal j ON j.request_id = r.request_id
  LEFT JOIN lost_numbers l ON l.request_id = r.request_id;
END
