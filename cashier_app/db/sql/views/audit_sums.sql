-- The sums that credit and takings roll forward by, over whole tables.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_sums AS
SELECT 'account credit' AS item, COALESCE(SUM(credit), 0) AS amount FROM accounts
UNION ALL SELECT 'credit entries', COALESCE(SUM(amount), 0) FROM credit_entries
UNION ALL SELECT 'drawer cash', COALESCE(SUM(cash_taken + movements), 0) FROM shifts
UNION ALL SELECT 'cash tenders', COALESCE(SUM(tendered - change_given), 0) FROM tenders
  WHERE kind = 'cash'
UNION ALL SELECT 'cash movements', COALESCE(SUM(amount), 0) FROM cash_movements
