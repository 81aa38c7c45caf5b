-- A stored Z report, complete: head, tenders, the pieces that were counted.
-- grants:
CREATE PROCEDURE emit_z(IN p_entry_id BIGINT)
SQL SECURITY DEFINER
BEGIN
  SELECT z.entry_id, entry_number(c.code, 'z', j.number) AS number, z.shift_id,
    c.code AS counter_code, c.name AS counter_name, o.name AS office, u.full_name AS cashier,
    j.business_date, s.opened_at, j.stored_at AS closed_at, z.float_amount, z.cash_taken,
    z.movements, z.expected, z.counted, z.difference, z.reason, z.is_decided, z.receipts,
    z.first_receipt, z.last_receipt, z.undos, z.undone_amount, z.reprints, z.drawer_openings,
    z.grand_total, LOWER(HEX(j.hash)) AS hash,
    COALESCE((SELECT LOWER(HEX(y.fingerprint)) FROM counter_keys y
      WHERE y.counter_id = j.counter_id ORDER BY y.counter_key_id DESC LIMIT 1), '') AS key_fingerprint,
    EXISTS (SELECT 1 FROM z_signatures g WHERE g.entry_id = z.entry_id) AS signed
  FROM z_reports z
  JOIN journal j ON j.entry_id = z.entry_id
  JOIN shifts s ON s.shift_id = z.shift_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  WHERE z.entry_id = p_entry_id;

  SELECT t.kind, t.receipts, t.amount FROM z_tenders t WHERE t.entry_id = p_entry_id ORDER BY t.kind;

  SELECT d.value, d.pieces FROM z_reports z
  JOIN counts n ON n.shift_id = z.shift_id AND n.kind = 'closing'
  JOIN denomination_counts d ON d.entry_id = n.entry_id
  WHERE z.entry_id = p_entry_id ORDER BY d.value DESC;
END
