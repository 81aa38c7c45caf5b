-- The locked count of a shift beside what the journal expects: shown only once the count is stored.
-- grants:
CREATE PROCEDURE emit_count(IN p_shift_id BIGINT)
SQL SECURITY DEFINER
BEGIN
  SELECT n.entry_id, s.shift_id, n.counted, s.float_amount, s.cash_taken, s.movements,
    s.float_amount + s.cash_taken + s.movements AS expected,
    n.counted - (s.float_amount + s.cash_taken + s.movements) AS difference,
    s.receipts, s.counted_at AS locked_at, n.cheques, n.card_slips,
    entry_number(c.code, 'count', j.number) AS number, LOWER(HEX(j.hash)) AS hash
  FROM shifts s JOIN counts n ON n.shift_id = s.shift_id AND n.kind = 'closing'
  JOIN journal j ON j.entry_id = n.entry_id JOIN counters c ON c.counter_id = j.counter_id
  WHERE s.shift_id = p_shift_id;

  CALL emit_tenders(p_shift_id);
  CALL emit_movements(p_shift_id);
END
