-- Whose supply is to be cut off or switched on, and by how much it can be kept on: who has paid is not on it.
-- grants: clerk supervisor auditor
CREATE PROCEDURE disconnection_list(
  IN p_route VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_reading(NULL, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  -- First who paid and is still cut off, then whom the day comes for.
  SELECT d.connection_no, d.route, d.address, d.supply, d.disconnect_on, d.noticed_on, d.account_no, d.customer_name,
    d.oldest_due_on, d.owed, d.minimum
  FROM disconnections d
  WHERE (d.supply = 'off' OR d.minimum > 0) AND (p_route = '' OR d.route = p_route)
    AND (p_search = '' OR d.route = p_search OR LOCATE(REPLACE(p_search, '-', ''), d.account_no) > 0
      OR LOCATE(LOWER(p_search), LOWER(CONCAT_WS(' ', d.connection_no, d.customer_name, d.address))) > 0)
  ORDER BY d.minimum > 0, d.supply, d.disconnect_on, d.route, d.address, d.account_no;
END
