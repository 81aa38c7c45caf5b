-- The sums that receivables roll forward by, over whole tables.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_receivables AS
SELECT 'balances' AS item, COALESCE(SUM(balance), 0) AS amount FROM bills WHERE status <> 'draft'
UNION ALL SELECT 'lines', COALESCE(SUM(amount), 0) FROM bill_lines
UNION ALL SELECT 'draft lines', COALESCE(SUM(l.amount), 0) FROM bills b
  JOIN bill_lines l ON l.bill_id = b.bill_id WHERE b.status = 'draft'
UNION ALL SELECT 'adjustments', COALESCE(SUM(amount), 0) FROM bill_adjustments
UNION ALL SELECT 'allocations', COALESCE(SUM(amount), 0) FROM payment_allocations
UNION ALL SELECT 'credit at issue', COALESCE(-SUM(amount), 0) FROM credit_entries
  WHERE entry_id IS NULL AND bill_id IS NOT NULL
