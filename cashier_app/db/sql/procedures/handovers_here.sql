-- To whom this person can hand cash over now, and which handovers wait for this person.
-- grants: cashier
CREATE PROCEDURE handovers_here(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT u.user_name, u.full_name, c.name AS counter_name
  FROM counters h JOIN counters c ON c.office_id = h.office_id
  JOIN shifts s ON s.open_counter = c.counter_id
  JOIN users u ON u.user_id = s.user_id
  WHERE h.counter_id = v_counter_id AND u.user_id <> v_user_id AND u.is_active = 1
  ORDER BY c.code;
  SELECT h.entry_id, entry_number(c.code, j.kind, j.number) AS number, -m.amount AS amount, m.reason,
    g.full_name AS giver, r.full_name AS receiver, j.user_id = v_user_id AS is_mine, j.stored_at
  FROM handovers h
  JOIN cash_movements m ON m.entry_id = h.entry_id
  JOIN journal j ON j.entry_id = h.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users g ON g.user_id = j.user_id
  JOIN users r ON r.user_id = h.receiver_id
  LEFT JOIN handover_ends x ON x.handover_id = h.entry_id
  WHERE x.handover_id IS NULL AND (h.receiver_id = v_user_id OR j.user_id = v_user_id)
  ORDER BY h.entry_id;
END
