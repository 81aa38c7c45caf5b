-- Surprise counts of open drawers, each with its pieces and with what the entries before it make.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_drawer_checks AS
SELECT k.entry_id, k.shift_id, k.counted, k.expected, k.difference, k.reason,
  (SELECT SUM(d.value * d.pieces) FROM denomination_counts d WHERE d.entry_id = k.entry_id) AS pieces,
  (SELECT s.float_amount FROM shifts s WHERE s.shift_id = k.shift_id)
    + COALESCE((SELECT SUM(t.tendered - t.change_given) FROM tenders t
      WHERE t.shift_id = k.shift_id AND t.kind = 'cash' AND t.entry_id < k.entry_id), 0)
    + COALESCE((SELECT SUM(m.amount) FROM cash_movements m
      WHERE m.shift_id = k.shift_id AND m.entry_id < k.entry_id), 0) AS made
FROM drawer_checks k
