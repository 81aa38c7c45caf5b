-- Whose supply is to be cut off, and by how much it can be kept on: who has paid is not on it.
-- grants: clerk supervisor auditor
CREATE PROCEDURE disconnection_list(
  IN p_route VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_today DATE;

  CALL begin_reading(NULL, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_today = local_date(SYSDATE(6));
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT q.* FROM (
    SELECT k.connection_no, COALESCE(r.code, '') AS route, CONCAT_WS(', ', k.address, NULLIF(k.ward, '')) AS address,
      k.supply, k.disconnect_on, a.account_no, cu.name AS customer_name,
      supply_minimum(a.account_id, v_today) AS minimum,
      (SELECT MIN(b.due_on) FROM bills b WHERE b.account_id = a.account_id
        AND b.status IN ('issued', 'part_paid')) AS oldest_due_on
    FROM connections k
    JOIN account_connections ac ON ac.connection_id = k.connection_id AND ac.liable_to IS NULL
    JOIN accounts a ON a.account_id = ac.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    LEFT JOIN routes r ON r.route_id = k.route_id
    WHERE k.supply IN ('notice', 'off') AND (p_route = '' OR r.code = p_route)
  ) q
  WHERE q.supply = 'off' OR q.minimum > 0
  ORDER BY q.supply, q.disconnect_on, q.route, q.address, q.account_no;
END
