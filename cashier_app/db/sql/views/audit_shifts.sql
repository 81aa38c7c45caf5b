-- Shifts with the totals they carry.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shifts AS
SELECT s.shift_id, s.counter_id, c.code AS counter_code, s.user_id, s.business_date, s.opened_at,
  s.float_amount, s.state, s.receipts, s.undos, s.cash_taken, s.movements, s.counted_at, s.closed_at
FROM shifts s LEFT JOIN counters c ON c.counter_id = s.counter_id
