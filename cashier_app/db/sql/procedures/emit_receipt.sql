-- Everything a receipt or an undo slip prints, from stored rows only: head, lines, tenders.
-- grants:
CREATE PROCEDURE emit_receipt(IN p_entry_id BIGINT, IN p_copy_no INT)
SQL SECURITY DEFINER
BEGIN
  SELECT j.entry_id, j.kind, entry_number(c.code, j.kind, j.number) AS number,
    LOWER(HEX(j.request_id)) AS request_id, c.code AS counter_code, c.name AS counter_name,
    o.name AS office, u.full_name AS cashier, j.stored_at, j.business_date,
    a.account_no, cu.name AS customer_name,
    COALESCE(CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), '') AS address,
    COALESCE((SELECT m.meter_no FROM meter_fittings f JOIN meters m ON m.meter_id = f.meter_id
      WHERE f.connection_id = k.connection_id AND f.removed_on IS NULL
      ORDER BY f.fitted_on DESC LIMIT 1), '') AS meter_no,
    COALESCE(p.rounding, 0) AS rounding,
    COALESCE(p.due_after, r.due_after) AS due_after,
    COALESCE(p.credit_after, r.credit_after) AS credit_after,
    LOWER(HEX(j.hash)) AS hash,
    COALESCE((SELECT -SUM(e.amount) FROM credit_entries e
      WHERE e.entry_id = j.entry_id AND (e.amount < 0) = (j.kind = 'payment')), 0) AS credit_used,
    COALESCE((SELECT SUM(e.amount) FROM credit_entries e
      WHERE e.entry_id = j.entry_id AND (e.amount > 0) = (j.kind = 'payment')), 0) AS credit_made,
    COALESCE((SELECT entry_number(uc.code, uj.kind, uj.number) FROM journal uj
      JOIN counters uc ON uc.counter_id = uj.counter_id
      WHERE uj.entry_id = r.undone_entry_id), '') AS undoes,
    COALESCE((SELECT entry_number(bc.code, bj.kind, bj.number) FROM reversals br
      JOIN journal bj ON bj.entry_id = br.entry_id JOIN counters bc ON bc.counter_id = bj.counter_id
      WHERE br.undone_entry_id = j.entry_id), '') AS undone_by,
    p_copy_no AS copy_no
  FROM journal j
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN payments p ON p.payment_id = j.entry_id
  LEFT JOIN reversals r ON r.entry_id = j.entry_id
  JOIN accounts a ON a.account_id = COALESCE(p.account_id, r.account_id)
  JOIN customers cu ON cu.customer_id = a.customer_id
  LEFT JOIN connections k ON k.connection_id = (
    SELECT ac.connection_id FROM account_connections ac
    WHERE ac.account_id = a.account_id ORDER BY ac.liable_from DESC LIMIT 1)
  WHERE j.entry_id = p_entry_id;

  SELECT b.title, b.period_from, b.period_to, b.bill_no, a.account_no, cu.name AS customer_name,
    pa.amount, b.total AS paper_total, pa.balance_after,
    COALESCE((SELECT SUM(x.amount) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
      AND x.kind = 'late_charge' AND x.posted_at <= j.stored_at), 0) AS late_charge,
    (SELECT MIN(x.posted_on) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
      AND x.kind = 'late_charge' AND x.posted_at <= j.stored_at) AS late_since,
    COALESCE((SELECT -SUM(x.amount) FROM bill_adjustments x
      WHERE x.entry_id = pa.entry_id AND x.bill_id = b.bill_id), 0) AS discount
  FROM payment_allocations pa
  JOIN journal j ON j.entry_id = pa.entry_id
  JOIN bills b ON b.bill_id = pa.bill_id
  JOIN accounts a ON a.account_id = b.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  WHERE pa.entry_id = p_entry_id
  ORDER BY pa.line_no;

  SELECT t.kind, t.tendered, t.change_given,
    COALESCE(CONCAT_WS(', ', q.cheque_no, q.bank), '') AS detail
  FROM tenders t
  LEFT JOIN cheques q ON q.entry_id = t.entry_id AND q.line_no = t.line_no
  WHERE t.entry_id = p_entry_id
  ORDER BY t.line_no;
END
