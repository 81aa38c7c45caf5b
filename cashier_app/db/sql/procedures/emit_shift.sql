-- One shift as the counter shows it.
-- grants:
CREATE PROCEDURE emit_shift(IN p_shift_id BIGINT)
SQL SECURITY DEFINER
SELECT s.shift_id, s.counter_id, s.user_id, u.full_name AS cashier, s.business_date, s.opened_at,
  s.float_amount, s.receipts, s.state, entry_number(c.code, 'opening', j.number) AS number, LOWER(HEX(j.hash)) AS hash
FROM shifts s
JOIN users u ON u.user_id = s.user_id
JOIN counters c ON c.counter_id = s.counter_id
JOIN journal j ON j.entry_id = s.shift_id
WHERE s.shift_id = p_shift_id
