-- A stored Z report, complete: head, tenders, the pieces that were counted, movements, what was left unsettled.
-- grants:
CREATE PROCEDURE emit_z(IN p_entry_id BIGINT, IN p_copy_no INT)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_shift_id BIGINT;

  SELECT z.entry_id, entry_number(c.code, 'z', j.number) AS number, z.shift_id,
    c.code AS counter_code, c.name AS counter_name, o.name AS office, u.full_name AS cashier,
    j.business_date, s.opened_at, j.stored_at AS closed_at, z.float_amount, z.cash_taken,
    z.movements, z.expected, z.counted, z.difference, z.reason, z.is_decided, z.receipts,
    z.first_receipt, z.last_receipt, z.undos, z.undone_amount, z.reversals, z.reversed_amount,
    z.reprints, z.drawer_openings, z.grand_total, LOWER(HEX(j.hash)) AS hash,
    COALESCE((SELECT LOWER(HEX(y.fingerprint)) FROM counter_keys y
      WHERE y.counter_id = j.counter_id ORDER BY y.counter_key_id DESC LIMIT 1), '') AS key_fingerprint,
    EXISTS (SELECT 1 FROM z_signatures g WHERE g.entry_id = z.entry_id) AS signed,
    IF(j.user_id = s.user_id, '', m.full_name) AS closed_by,
    COALESCE((SELECT a.full_name FROM approvals y JOIN users a ON a.user_id = y.user_id
      WHERE y.approval_id = z.approval_id), '') AS approved_by,
    COALESCE(d.outcome, '') AS outcome, COALESCE(d.reason, '') AS decision_reason,
    COALESCE((SELECT du.full_name FROM journal dj JOIN users du ON du.user_id = dj.user_id
      WHERE dj.entry_id = d.entry_id), '') AS decided_by,
    p_copy_no AS copy_no
  FROM z_reports z
  JOIN journal j ON j.entry_id = z.entry_id
  JOIN shifts s ON s.shift_id = z.shift_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = s.user_id
  JOIN users m ON m.user_id = j.user_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  WHERE z.entry_id = p_entry_id;

  SELECT t.kind, t.receipts, t.amount FROM z_tenders t WHERE t.entry_id = p_entry_id ORDER BY t.kind;

  SELECT d.value, d.pieces FROM z_reports z
  JOIN counts n ON n.shift_id = z.shift_id AND n.kind = 'closing'
  JOIN denomination_counts d ON d.entry_id = n.entry_id
  WHERE z.entry_id = p_entry_id ORDER BY d.value DESC;

  SELECT z.shift_id INTO v_shift_id FROM z_reports z WHERE z.entry_id = p_entry_id;
  CALL emit_movements(v_shift_id);

  SELECT LOWER(RIGHT(HEX(i.request_id), 6)) AS reference FROM unsettled_items i
  WHERE i.z_entry_id = p_entry_id ORDER BY i.sent_at;
END
