-- What each lock on the books keeps as owed, and what the postings since the lock before it make of that one's.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_period_closings AS
SELECT l.locked_to, l.closing, l.closing - COALESCE(l.closing_before, 0) AS moved,
  (SELECT COALESCE(SUM(b.total), 0) FROM bills b
    WHERE b.status <> 'draft' AND b.issued_on > l.locked_before AND b.issued_on <= l.locked_to)
  + (SELECT COALESCE(SUM(x.amount + credit_returned(x.kind, x.bill_id)), 0) FROM bill_adjustments x
    WHERE x.posted_on > l.locked_before AND x.posted_on <= l.locked_to)
  - (SELECT COALESCE(SUM(a.amount), 0) FROM journal j JOIN payment_allocations a ON a.entry_id = j.entry_id
    WHERE j.business_date > l.locked_before AND j.business_date <= l.locked_to)
  + (SELECT COALESCE(SUM(e.amount), 0) FROM credit_entries e JOIN bills b ON b.bill_id = e.bill_id
    WHERE e.entry_id IS NULL AND e.amount < 0 AND b.issued_on > l.locked_before AND b.issued_on <= l.locked_to) AS posted
FROM (
  SELECT k.locked_to, k.closing, LAG(k.closing) OVER (ORDER BY k.locked_to) AS closing_before,
    COALESCE(LAG(k.locked_to) OVER (ORDER BY k.locked_to), '1000-01-01') AS locked_before
  FROM (SELECT p.locked_to, COALESCE(SUM(c.closing), 0) AS closing
    FROM period_locks p LEFT JOIN period_closings c ON c.locked_to = p.locked_to GROUP BY p.locked_to) k
) l
