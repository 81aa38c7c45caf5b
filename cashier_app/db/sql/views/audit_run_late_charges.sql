-- The late charges that a run has priced for each bill it issued, beside those of the bill. As issue_run gives them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_run_late_charges AS
SELECT i.run_id, i.seq, b.bill_id, b.bill_no, l.step,
  c.post_on <=> l.post_on AND c.amount <=> IF(i.credited = 0, l.amount,
    l.fixed + ROUND((l.amount - l.fixed) * b.total / p.total, u.currency_decimals)) AS is_priced
FROM utility u
JOIN bill_runs r
JOIN bill_run_items i ON i.run_id = r.run_id AND i.seq <= r.issued
JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
JOIN bill_run_late_charges l ON l.run_id = p.run_id AND l.pattern_no = p.pattern_no
JOIN bills b ON b.account_id = i.account_id AND b.status <> 'draft' AND b.kind = 'period'
  AND b.connection_id = i.connection_id AND b.issued_on = r.issue_on
  AND b.period_from <=> i.period_from AND b.period_to <=> i.period_to AND b.total > i.credit_used
LEFT JOIN bill_late_charges c ON c.bill_id = b.bill_id AND c.step = l.step
WHERE i.credited = 0 OR l.fixed + ROUND((l.amount - l.fixed) * b.total / p.total, u.currency_decimals) > 0
