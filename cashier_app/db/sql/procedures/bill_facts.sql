-- What a refused counter is told about a bill: what is left, and who took the last payment where.
-- grants:
CREATE PROCEDURE bill_facts(IN p_bill_id BIGINT, OUT o_facts LONGTEXT CHARACTER SET utf8mb4)
SQL SECURITY DEFINER
BEGIN
  SELECT (
    SELECT JSON_OBJECT('bill_no', b.bill_no, 'status', b.status, 'balance', CAST(b.balance AS CHAR),
      'receipt', COALESCE(p.receipt_no, ''), 'counter', COALESCE(c.name, ''),
      'cashier', COALESCE(u.full_name, ''),
      'stored_at', COALESCE(DATE_FORMAT(j.stored_at, '%Y-%m-%dT%H:%i:%s'), ''))
    FROM bills b
    LEFT JOIN payments p ON p.payment_id = (SELECT MAX(pa.entry_id) FROM payment_allocations pa
      JOIN journal lj ON lj.entry_id = pa.entry_id
      WHERE pa.bill_id = b.bill_id AND pa.amount > 0
        AND lj.stored_at = (SELECT MAX(mj.stored_at) FROM payment_allocations ma
          JOIN journal mj ON mj.entry_id = ma.entry_id
          WHERE ma.bill_id = b.bill_id AND ma.amount > 0))
    LEFT JOIN journal j ON j.entry_id = p.payment_id
    LEFT JOIN counters c ON c.counter_id = j.counter_id
    LEFT JOIN users u ON u.user_id = j.user_id
    WHERE b.bill_id = p_bill_id) INTO o_facts;
END
