-- Connections on the disconnection list or cut off: what is owed, since when, what keeps the supply on.
-- grants:
CREATE VIEW disconnections AS
SELECT k.connection_no, COALESCE(r.code, '') AS route, o.code AS office,
  CONCAT_WS(', ', k.address, NULLIF(k.ward, '')) AS address, k.supply, k.disconnect_on, k.noticed_on,
  a.account_no, cu.name AS customer_name,
  (SELECT MIN(b.due_on) FROM bills b WHERE b.account_id = a.account_id
    AND b.status IN ('issued', 'part_paid')) AS oldest_due_on,
  account_due(a.account_id, local_date(SYSDATE(6))) AS owed,
  supply_minimum(a.account_id, local_date(SYSDATE(6))) AS minimum
FROM connections k
JOIN account_connections ac ON ac.connection_id = k.connection_id AND ac.liable_to IS NULL
JOIN accounts a ON a.account_id = ac.account_id
JOIN customers cu ON cu.customer_id = a.customer_id
LEFT JOIN routes r ON r.route_id = k.route_id
LEFT JOIN offices o ON o.office_id = r.office_id
WHERE k.supply = 'off' OR k.supply = 'notice' AND notice_stands(a.account_id, ac.liable_from, k.noticed_on) AND NOT EXISTS (
  SELECT 1 FROM payment_attempts t
  WHERE t.account_id = a.account_id AND t.holds_until >= local_date(SYSDATE(6)))
