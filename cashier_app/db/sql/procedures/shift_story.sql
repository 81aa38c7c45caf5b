-- What happened in a shift, entry by entry, to find where a difference comes from; and its cashier's last differences.
-- grants: cashier
CREATE PROCEDURE shift_story(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_shift_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_full BOOLEAN;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL may_see(v_user_id, v_counter_id, p_shift_id, v_full, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT v_full THEN CALL refuse('shift_not_counted', NULL); LEAVE act; END IF;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT j.kind, entry_number(c.code, j.kind, j.number) AS number, j.stored_at,
    COALESCE(SUM(t.tendered - t.change_given), 0) AS amount,
    COALESCE(SUM(IF(t.kind = 'cash', t.tendered, 0)), 0) AS cash,
    COALESCE(SUM(t.change_given), 0) AS change_given
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id
  LEFT JOIN tenders t ON t.entry_id = j.entry_id
  WHERE j.shift_id = p_shift_id AND j.kind NOT IN ('opening', 'movement', 'count', 'z', 'decision', 'check')
  GROUP BY j.entry_id, j.kind, c.code, j.number, j.stored_at
  ORDER BY j.entry_id;
  SELECT IF(m.kind = 'handover' AND m.amount > 0, 'received', m.kind) AS kind,
    entry_number(c.code, j.kind, j.number) AS number, j.stored_at, m.amount, m.reason
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id
  JOIN cash_movements m ON m.entry_id = j.entry_id
  WHERE j.shift_id = p_shift_id AND j.kind = 'movement' ORDER BY j.entry_id;
  SELECT k.counted, k.expected, k.difference, k.reason, u.full_name AS person, j.stored_at,
    entry_number(c.code, j.kind, j.number) AS number
  FROM drawer_checks k JOIN journal j ON j.entry_id = k.entry_id JOIN users u ON u.user_id = j.user_id
  JOIN counters c ON c.counter_id = j.counter_id
  WHERE k.shift_id = p_shift_id ORDER BY k.entry_id;
  SELECT LOWER(RIGHT(HEX(i.request_id), 6)) AS reference, i.act, i.total, i.sent_at
  FROM z_reports z JOIN unsettled_items i ON i.z_entry_id = z.entry_id
  WHERE z.shift_id = p_shift_id ORDER BY i.sent_at;
  SELECT zj.business_date, z.difference, z.reason, z.is_decided, COALESCE(d.outcome, '') AS outcome
  FROM shifts s JOIN shifts o ON o.user_id = s.user_id
  JOIN z_reports z ON z.shift_id = o.shift_id JOIN journal zj ON zj.entry_id = z.entry_id
  LEFT JOIN decisions d ON d.z_entry_id = z.entry_id
  WHERE s.shift_id = p_shift_id AND z.difference <> 0
  ORDER BY zj.stored_at DESC LIMIT 10;
END
