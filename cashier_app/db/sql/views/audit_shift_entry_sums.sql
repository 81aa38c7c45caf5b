-- How many entries of each kind a shift has, and its first and last receipt: counted by kind in the index that holds all
-- that is read of the journal.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_entry_sums AS
SELECT x.shift_id, x.openings, x.receipts, x.undos, x.reversals, x.counts, x.zs, f.receipt_no AS first_receipt,
  l.receipt_no AS last_receipt
FROM (
  SELECT y.shift_id, SUM(IF(y.kind = 'opening', y.entries, 0)) AS openings,
    SUM(IF(y.kind = 'payment', y.entries, 0)) AS receipts, SUM(IF(y.kind = 'undo', y.entries, 0)) AS undos,
    SUM(IF(y.kind IN ('reversal', 'correction', 'move', 'refund', 'bounce'), y.entries, 0)) AS reversals,
    SUM(IF(y.kind = 'count', y.entries, 0)) AS counts, SUM(IF(y.kind = 'z', y.entries, 0)) AS zs,
    MIN(IF(y.kind = 'payment', y.first_id, NULL)) AS first_id, MAX(IF(y.kind = 'payment', y.last_id, NULL)) AS last_id
  FROM (
    SELECT shift_id, kind, COUNT(*) AS entries, MIN(entry_id) AS first_id, MAX(entry_id) AS last_id
    FROM journal
    GROUP BY shift_id, kind
  ) y
  GROUP BY y.shift_id
) x
LEFT JOIN payments f ON f.payment_id = x.first_id
LEFT JOIN payments l ON l.payment_id = x.last_id
