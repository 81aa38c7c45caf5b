-- What issued items of runs gave back to accounts beyond their bills: credit without a payment.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_run_credits AS
SELECT i.account_id, -SUM(p.total + i.credited) AS amount
FROM bill_runs r
JOIN bill_run_items i ON i.run_id = r.run_id AND i.seq <= r.issued
JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
WHERE p.total + i.credited < 0
GROUP BY i.account_id
