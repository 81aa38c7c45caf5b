-- The facts of a printed bill: its head, lines, readings, late charges, the account's months and open bills.
-- grants:
CREATE PROCEDURE emit_bill_paper(IN p_bill_id BIGINT, IN p_account_id BIGINT, IN p_today DATE)
SQL SECURITY DEFINER
BEGIN
  SELECT b.bill_id, b.account_id, b.bill_no, b.kind, b.title, b.period_from, b.period_to, b.issued_on, b.due_on,
    b.total, b.discount_amount, b.discount_until, b.status, a.account_no, a.credit, cu.name AS customer_name,
    k.address, k.ward, k.connection_no, l.load_kva, l.load_kw, t.name AS tariff, p_today AS today
  FROM bills b JOIN accounts a ON a.account_id = b.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  JOIN connections k ON k.connection_id = b.connection_id
  LEFT JOIN connection_loads l ON l.connection_id = b.connection_id
    AND l.valid_from = (SELECT MAX(m.valid_from) FROM connection_loads m
      WHERE m.connection_id = b.connection_id AND m.valid_from <= COALESCE(b.period_to, b.issued_on))
  LEFT JOIN tariff_versions v ON v.tariff_version_id = b.tariff_version_id
  LEFT JOIN tariffs t ON t.tariff_id = v.tariff_id
  WHERE b.bill_id = p_bill_id;

  SELECT l.bill_id, l.line_no, l.kind, l.label, l.quantity, l.unit, l.unit_price, l.amount
  FROM bill_lines l WHERE l.bill_id = p_bill_id ORDER BY l.line_no;

  SELECT br.bill_id, br.consumption, f.read_on AS from_on, f.value AS from_value, u.read_on AS to_on,
    u.value AS to_value, u.status, g.code, g.unit, m.meter_no, m.multiplier
  FROM bill_readings br
  JOIN readings f ON f.reading_id = br.from_reading_id
  JOIN readings u ON u.reading_id = br.to_reading_id
  JOIN registers g ON g.register_id = u.register_id
  JOIN meters m ON m.meter_id = g.meter_id
  WHERE br.bill_id = p_bill_id ORDER BY f.read_on, m.meter_no, g.code;

  SELECT c.bill_id, c.step, c.post_on, c.amount FROM bill_late_charges c
  WHERE c.bill_id = p_bill_id ORDER BY c.step;

  SELECT b.account_id, b.period_to, b.kwh, b.is_estimated FROM bills b
  WHERE b.account_id = p_account_id AND b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
  ORDER BY b.period_to, b.bill_id;

  SELECT b.account_id, b.bill_id, b.due_on,
    bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, p_today) AS due
  FROM bills b WHERE b.account_id = p_account_id AND b.status IN ('issued', 'part_paid');
END
