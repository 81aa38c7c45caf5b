-- An account's statement to a day: who it is for, what is due, everything posted; one text for office and customer.
-- grants:
CREATE PROCEDURE emit_statement(IN p_account_id BIGINT, IN p_last DATE, IN p_today DATE)
SQL SECURITY DEFINER
BEGIN
  SELECT a.account_no, cu.name AS customer_name, COALESCE(k.connection_no, '') AS connection_no,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    p_today AS today, account_due(a.account_id, p_today) AS due,
    COALESCE((SELECT SUM(b.balance - bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today))
      FROM bills b WHERE b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')), 0)
      AS discount_open
  FROM accounts a JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN account_connections ac ON ac.account_connection_id = (
    SELECT y.account_connection_id FROM account_connections y
    WHERE y.account_id = a.account_id ORDER BY y.liable_from DESC LIMIT 1)
  LEFT JOIN connections k ON k.connection_id = ac.connection_id
  WHERE a.account_id = p_account_id;

  -- What is owed is the balances less the credit: bills and adjustments raise it, allocations and
  -- credit lower it. A payment's parts belong to one receipt and stand in one row.
  SELECT p.day, p.what, p.reference, SUM(p.amount) AS amount
  FROM (
    SELECT b.issued_on AS day, IF(b.kind = 'fee', 'fee', 'bill') AS what, b.bill_no AS reference,
      b.total AS amount
    FROM bills b WHERE b.account_id = p_account_id AND b.status <> 'draft'
    UNION ALL
    SELECT x.posted_on, x.kind, b.bill_no, x.amount
    FROM bills b JOIN bill_adjustments x ON x.bill_id = b.bill_id
    WHERE b.account_id = p_account_id AND x.entry_id IS NULL
    UNION ALL
    SELECT j.business_date, j.kind, entry_number(c.code, j.kind, j.number), m.amount
    FROM (
      SELECT x.entry_id, x.amount FROM bills b JOIN bill_adjustments x ON x.bill_id = b.bill_id
      WHERE b.account_id = p_account_id AND x.entry_id IS NOT NULL
      UNION ALL
      SELECT pa.entry_id, -pa.amount FROM bills b JOIN payment_allocations pa ON pa.bill_id = b.bill_id
      WHERE b.account_id = p_account_id
      UNION ALL
      SELECT e.entry_id, -e.amount FROM credit_entries e
      WHERE e.account_id = p_account_id AND e.entry_id IS NOT NULL
    ) m JOIN journal j ON j.entry_id = m.entry_id JOIN counters c ON c.counter_id = j.counter_id
    UNION ALL
    -- Credit used at a bill's issue lowers the bill and the credit alike: nothing moves.
    SELECT local_date(e.stored_at), 'credit', '', -e.amount
    FROM credit_entries e
    WHERE e.account_id = p_account_id AND e.entry_id IS NULL AND e.bill_id IS NULL
  ) p
  WHERE p.day <= p_last
  GROUP BY p.day, p.what, p.reference
  ORDER BY p.day, p.what, p.reference;
END
