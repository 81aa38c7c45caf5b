-- What the entries that take money back make in each shift.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_reversals AS
SELECT j.shift_id, SUM(IF(j.kind = 'undo', t.change_given - t.tendered, 0)) AS undone,
  SUM(IF(j.kind = 'undo', 0, t.change_given - t.tendered)) AS reversed
FROM journal j JOIN tenders t ON t.entry_id = j.entry_id
WHERE j.kind IN ('undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
GROUP BY j.shift_id
