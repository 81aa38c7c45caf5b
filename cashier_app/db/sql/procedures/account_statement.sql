-- Everything posted to an account between two days, and what was owed before them: its statement.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE account_statement(
  IN p_account_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin, IN p_first DATE, IN p_last DATE
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_account_id BIGINT;
  DECLARE v_today DATE DEFAULT local_date(SYSDATE(6));

  CALL begin_reading(NULL, v_user_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT a.account_id INTO v_account_id FROM accounts a WHERE a.account_no = p_account_no;
  IF v_account_id IS NULL THEN CALL refuse('no_such_account', NULL); LEAVE act; END IF;
  IF p_first IS NULL OR p_last IS NULL OR p_last < p_first THEN
    CALL refuse('bad_period', NULL); LEAVE act;
  END IF;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT a.account_no, cu.name AS customer_name, COALESCE(k.connection_no, '') AS connection_no,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    v_today AS today, account_due(a.account_id, v_today) AS due,
    COALESCE((SELECT SUM(b.balance - bill_due(b.balance, b.discount_amount, b.discount_until, v_today))
      FROM bills b WHERE b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')), 0)
      AS discount_open
  FROM accounts a JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN account_connections ac ON ac.account_connection_id = (
    SELECT y.account_connection_id FROM account_connections y
    WHERE y.account_id = a.account_id ORDER BY y.liable_from DESC LIMIT 1)
  LEFT JOIN connections k ON k.connection_id = ac.connection_id
  WHERE a.account_id = v_account_id;

  -- What is owed is the balances less the credit: bills and adjustments raise it, allocations and
  -- credit lower it. A payment's parts belong to one receipt and stand in one row.
  SELECT p.day, p.what, p.reference, SUM(p.amount) AS amount
  FROM (
    SELECT b.issued_on AS day, IF(b.kind = 'fee', 'fee', 'bill') AS what, b.bill_no AS reference,
      b.total AS amount
    FROM bills b WHERE b.account_id = v_account_id AND b.status <> 'draft'
    UNION ALL
    SELECT x.posted_on, x.kind, b.bill_no, x.amount
    FROM bills b JOIN bill_adjustments x ON x.bill_id = b.bill_id
    WHERE b.account_id = v_account_id AND x.entry_id IS NULL
    UNION ALL
    SELECT j.business_date, j.kind, entry_number(c.code, j.kind, j.number), m.amount
    FROM (
      SELECT x.entry_id, x.amount FROM bills b JOIN bill_adjustments x ON x.bill_id = b.bill_id
      WHERE b.account_id = v_account_id AND x.entry_id IS NOT NULL
      UNION ALL
      SELECT pa.entry_id, -pa.amount FROM bills b JOIN payment_allocations pa ON pa.bill_id = b.bill_id
      WHERE b.account_id = v_account_id
      UNION ALL
      SELECT e.entry_id, -e.amount FROM credit_entries e
      WHERE e.account_id = v_account_id AND e.entry_id IS NOT NULL
    ) m JOIN journal j ON j.entry_id = m.entry_id JOIN counters c ON c.counter_id = j.counter_id
    UNION ALL
    -- Credit used at a bill's issue lowers the bill and the credit alike: nothing moves.
    SELECT local_date(e.stored_at), 'credit', '', -e.amount
    FROM credit_entries e
    WHERE e.account_id = v_account_id AND e.entry_id IS NULL AND e.bill_id IS NULL
  ) p
  WHERE p.day <= p_last
  GROUP BY p.day, p.what, p.reference
  ORDER BY p.day, p.what, p.reference;
END
