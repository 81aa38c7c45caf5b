-- An account with its bills, history and payments: one text for the counter and for the customer's own screen.
-- What is for the counter only (phone, instruction, who was the cashier) a customer's screen is not given.
-- grants:
CREATE PROCEDURE emit_account(
  IN p_account_id BIGINT, IN p_today DATE, IN p_is_customer TINYINT,
  IN p_scanned_id BIGINT, IN p_scanned_entry BIGINT,
  IN p_scanned_no VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_claim_counter VARCHAR(120) CHARACTER SET utf8mb4, IN p_claim_cashier VARCHAR(120) CHARACTER SET utf8mb4,
  IN p_claim_since DATETIME(6)
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_last_entry BIGINT DEFAULT NULL;
  DECLARE v_others INT DEFAULT 0;
  DECLARE v_paid_this_year DECIMAL(18, 3) DEFAULT 0;

  -- One pass: what was paid this year, and the last payment that stands (26 characters of time, then its number).
  SELECT COALESCE(SUM(IF(j.business_date >= DATE_FORMAT(p_today, '%Y-01-01'), pa.amount, 0)), 0),
    SUBSTR(MAX(IF(j.kind = 'payment'
      AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = pa.entry_id),
      CONCAT(j.stored_at, pa.entry_id), NULL)), 27)
    INTO v_paid_this_year, v_last_entry
  FROM bills b JOIN payment_allocations pa ON pa.bill_id = b.bill_id
  JOIN journal j ON j.entry_id = pa.entry_id
  WHERE b.account_id = p_account_id;

  SELECT a.account_id, a.account_no, a.credit, a.version, cu.name AS customer_name,
    IF(p_is_customer, 0, cu.cash_only) AS cash_only, IF(p_is_customer, '', cu.instruction) AS instruction, COALESCE(k.premises, 'home') AS kind, IF(k.supply = 'notice' AND NOT notice_stands(a.account_id, ac.liable_from, k.noticed_on), 'on',
      COALESCE(k.supply, 'on')) AS supply,
    IF(notice_stands(a.account_id, ac.liable_from, k.noticed_on), k.disconnect_on, NULL) AS disconnect_on,
    IF(k.supply = 'notice' AND notice_stands(a.account_id, ac.liable_from, k.noticed_on), supply_minimum(a.account_id, p_today), 0)
      AS supply_minimum,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    COALESCE((SELECT m.meter_no FROM meter_fittings mf JOIN meters m ON m.meter_id = mf.meter_id
      WHERE mf.connection_id = k.connection_id AND mf.removed_on IS NULL
      ORDER BY mf.fitted_on DESC LIMIT 1), '') AS meter_no,
    IF(p_is_customer, '', COALESCE((SELECT MIN(p.phone) FROM customer_phones p
      WHERE p.customer_id = cu.customer_id), '')) AS phone,
    (SELECT local_date(MAX(e.stored_at)) FROM credit_entries e
      WHERE e.account_id = a.account_id AND e.amount > 0) AS credit_since,
    v_paid_this_year AS paid_this_year,
    p_claim_counter AS claim_counter, p_claim_cashier AS claim_cashier, p_claim_since AS claim_since,
    p_scanned_id AS scanned_bill_id, p_scanned_entry AS scanned_entry_id, p_scanned_no AS scanned_bill_no
  FROM accounts a JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN account_connections ac ON ac.account_connection_id = (
    SELECT y.account_connection_id FROM account_connections y
    WHERE y.account_id = a.account_id ORDER BY y.liable_from DESC LIMIT 1)
  LEFT JOIN connections k ON k.connection_id = ac.connection_id
  WHERE a.account_id = p_account_id;

  SELECT b.bill_id, b.bill_no, b.kind, b.title, b.period_from, b.period_to, b.issued_on, b.due_on,
    b.total, b.balance, b.version, b.kwh, b.discount_until,
    bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today) AS due,
    (SELECT MAX(r.value) FROM bill_readings br JOIN readings r ON r.reading_id = br.to_reading_id
      WHERE br.bill_id = b.bill_id) AS reading,
    COALESCE((SELECT SUM(pa.amount) FROM payment_allocations pa WHERE pa.bill_id = b.bill_id), 0) AS paid_so_far
  FROM bills b
  WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
  ORDER BY b.due_on, b.bill_no;

  SELECT l.bill_id, l.line_no, l.kind, l.label, l.quantity, l.unit, l.unit_price, l.amount
  FROM bills b JOIN bill_lines l ON l.bill_id = b.bill_id
  WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
  ORDER BY l.bill_id, l.line_no;

  SELECT x.bill_id, x.kind, x.amount, x.posted_on, x.cause
  FROM bills b JOIN bill_adjustments x ON x.bill_id = b.bill_id
  WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid')
  ORDER BY x.bill_id, x.adjustment_id;

  SELECT b.bill_id, b.bill_no, b.kind, b.title, b.period_to, b.issued_on, b.total, b.status, b.kwh, b.is_estimated,
    b.version
  FROM bills b
  WHERE b.account_id = p_account_id AND b.status <> 'draft'
  ORDER BY b.issued_on DESC, b.bill_id DESC LIMIT 30;

  SELECT y.entry_id, p.receipt_no, j.stored_at, j.business_date, c.name AS counter_name,
    IF(p_is_customer, '', u.full_name) AS cashier, y.amount,
    COALESCE((SELECT MIN(t.kind) FROM tenders t WHERE t.entry_id = y.entry_id), 'credit') AS tender,
    EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = y.entry_id) AS undone
  FROM (
    SELECT z.entry_id, SUM(z.amount) AS amount FROM (
      SELECT pa.entry_id, pa.amount FROM bills pb
      JOIN payment_allocations pa ON pa.bill_id = pb.bill_id WHERE pb.account_id = p_account_id
      UNION ALL
      SELECT e.entry_id, e.amount FROM credit_entries e
      WHERE e.account_id = p_account_id AND e.entry_id IS NOT NULL
    ) z GROUP BY z.entry_id
  ) y
  JOIN payments p ON p.payment_id = y.entry_id
  JOIN journal j ON j.entry_id = y.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users u ON u.user_id = j.user_id
  ORDER BY (y.entry_id <=> p_scanned_entry) DESC, j.stored_at DESC LIMIT 8;

  -- Accounts of the last payment that still owe. Of more than a handful none: a firm pays in bulk. None to a
  -- customer's own screen: they are other people's.
  SELECT COUNT(*) INTO v_others FROM (
    SELECT DISTINCT b.account_id FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id
    WHERE pa.entry_id = v_last_entry AND b.account_id <> p_account_id LIMIT 6) o;
  SELECT a.account_id, a.account_no, cu.name AS customer_name,
    SUM(bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today)) AS due
  FROM (SELECT DISTINCT p.account_id FROM payment_allocations pa JOIN bills p ON p.bill_id = pa.bill_id
    WHERE pa.entry_id = v_last_entry AND p.account_id <> p_account_id
      AND NOT p_is_customer AND v_others BETWEEN 1 AND 5) o
  JOIN accounts a ON a.account_id = o.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  JOIN bills b ON b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')
  GROUP BY a.account_id, a.account_no, cu.name
  ORDER BY a.account_no;
END
