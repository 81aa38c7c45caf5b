-- The sums that receivables and takings roll forward by, over whole tables.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_sums AS
SELECT 'balances' AS item, COALESCE(SUM(balance), 0) AS amount FROM bills WHERE status <> 'draft'
UNION ALL SELECT 'lines', COALESCE(SUM(amount), 0) FROM bill_lines
UNION ALL SELECT 'draft lines', COALESCE(SUM(l.amount), 0) FROM bills b
  JOIN bill_lines l ON l.bill_id = b.bill_id WHERE b.status = 'draft'
UNION ALL SELECT 'adjustments', COALESCE(SUM(amount), 0) FROM bill_adjustments
UNION ALL SELECT 'allocations', COALESCE(SUM(amount), 0) FROM payment_allocations
UNION ALL SELECT 'credit at issue', COALESCE(-SUM(amount), 0) FROM credit_entries
  WHERE entry_id IS NULL AND bill_id IS NOT NULL
UNION ALL SELECT 'account credit', COALESCE(SUM(credit), 0) FROM accounts
UNION ALL SELECT 'credit entries', COALESCE(SUM(amount), 0) FROM credit_entries
UNION ALL SELECT 'drawer cash', COALESCE(SUM(cash_taken + movements), 0) FROM shifts
UNION ALL SELECT 'cash tenders', COALESCE(SUM(tendered - change_given), 0) FROM tenders
  WHERE kind = 'cash'
UNION ALL SELECT 'cash movements', COALESCE(SUM(amount), 0) FROM cash_movements
