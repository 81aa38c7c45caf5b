-- How many entries of each kind a shift has; its index holds all that is read.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_entry_sums AS
SELECT shift_id, SUM(kind = 'opening') AS openings, SUM(kind = 'payment') AS receipts,
  SUM(kind = 'undo') AS undos,
  SUM(kind IN ('reversal', 'correction', 'move', 'refund', 'bounce')) AS reversals,
  SUM(kind = 'count') AS counts, SUM(kind = 'z') AS zs
FROM journal
GROUP BY shift_id
