-- A recorded loss: its own number and hash, then each number that it explains and what that became.
-- grants:
CREATE PROCEDURE emit_lost(IN p_entry_id BIGINT)
SQL SECURITY DEFINER
BEGIN
  SELECT entry_number(c.code, j.kind, j.number) AS number, LOWER(HEX(j.hash)) AS hash
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = p_entry_id;
  SELECT l.entry_id, l.line_no, l.kind, entry_number(c.code, l.kind, l.number) AS number, l.total, l.taken_at,
    l.person, l.enter_again, COALESCE(p.receipt_no, '') AS entered_as
  FROM lost_numbers l JOIN counters c ON c.counter_id = l.counter_id
  LEFT JOIN reentries r ON r.lost_entry_id = l.entry_id AND r.lost_line_no = l.line_no
  LEFT JOIN payments p ON p.payment_id = r.entry_id
  WHERE l.entry_id = p_entry_id ORDER BY l.line_no;
END
