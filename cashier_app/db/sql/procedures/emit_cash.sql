-- A stored act with cash besides payments, complete as its slip shows it: movement, surprise count, the safe's own.
-- grants:
CREATE PROCEDURE emit_cash(IN p_entry_id BIGINT, IN p_copy_no INT)
SQL SECURITY DEFINER
BEGIN
  SELECT j.entry_id, entry_number(c.code, j.kind, j.number) AS number, LOWER(HEX(j.hash)) AS hash,
    CASE j.kind WHEN 'check' THEN 'check' WHEN 'safe' THEN CONCAT('safe_', e.kind)
      ELSE IF(m.kind = 'handover' AND m.amount > 0, IF(g.user_id = j.user_id, 'returned', 'received'), m.kind)
    END AS kind,
    COALESCE(m.amount, k.difference, e.amount) AS amount, COALESCE(m.reason, k.reason, e.reason) AS reason,
    c.code AS counter_code, c.name AS counter_name, o.name AS office, u.full_name AS person,
    COALESCE(ru.full_name, gu.full_name, IF(j.kind = 'check', su.full_name, NULL), '') AS other_person,
    COALESCE(au.full_name, '') AS approved_by,
    j.stored_at, j.business_date, k.counted, k.expected, e.balance_after AS held,
    COALESCE(d.bag_no, '') AS bag_no, COALESCE(d.bank, '') AS bank, p_copy_no AS copy_no
  FROM journal j
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN shifts s ON s.shift_id = j.shift_id
  LEFT JOIN users su ON su.user_id = s.user_id
  LEFT JOIN cash_movements m ON m.entry_id = j.entry_id
  LEFT JOIN handovers h ON h.entry_id = j.entry_id
  LEFT JOIN users ru ON ru.user_id = h.receiver_id
  LEFT JOIN handover_ends x ON x.entry_id = j.entry_id
  LEFT JOIN journal g ON g.entry_id = x.handover_id
  LEFT JOIN users gu ON gu.user_id = g.user_id
  LEFT JOIN drawer_checks k ON k.entry_id = j.entry_id
  LEFT JOIN safe_entries e ON e.entry_id = j.entry_id AND j.kind = 'safe'
  LEFT JOIN deposits d ON d.entry_id = j.entry_id
  LEFT JOIN approval_uses y ON y.entry_id = j.entry_id
  LEFT JOIN approvals a ON a.approval_id = y.approval_id
  LEFT JOIN users au ON au.user_id = a.user_id
  WHERE j.entry_id = p_entry_id;

  SELECT d.value, d.pieces FROM denomination_counts d WHERE d.entry_id = p_entry_id ORDER BY d.value DESC;
END
