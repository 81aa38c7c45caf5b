-- What issued items of runs gave back to accounts beyond their bills, and what was made once more for a returned
-- cheque: credit without a payment. Less what the cancelled ones of these bills had carried over.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_run_credits AS
SELECT q.account_id, SUM(q.amount) AS amount
FROM (
  SELECT i.account_id, -(p.total + i.credited) AS amount
  FROM bill_runs r
  JOIN bill_run_items i ON i.run_id = r.run_id AND i.seq <= r.issued
  JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
  WHERE p.total + i.credited < 0
  UNION ALL
  SELECT b.account_id, l.amount
  FROM bounces n JOIN bills b ON b.bill_id = n.debt_bill_id
  JOIN bill_lines l ON l.bill_id = b.bill_id AND l.kind = 'carried'
  UNION ALL
  SELECT b.account_id, -l.amount
  FROM bills b JOIN bill_lines l ON l.bill_id = b.bill_id AND l.kind = 'carried'
  WHERE b.status = 'cancelled'
) q
GROUP BY q.account_id
