-- Each issued item of a run as it was priced, beside the bills of its account, place and period.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_run_bills AS
SELECT i.run_id, i.seq, i.account_id, b.bill_no, b.total, b.due_on, r.due_on AS due_on_priced,
  GREATEST(p.total + i.credited, 0) AS priced, b.discount_amount,
  LEAST(p.discount_amount, GREATEST(p.total + i.credited, 0)) AS discount_priced,
  b.discount_until, p.discount_until AS discount_until_priced,
  b.kwh <=> p.kwh AND b.tariff_version_id <=> p.tariff_version_id AND b.is_estimated = i.is_estimated AS is_same_use
FROM bill_runs r
JOIN bill_run_items i ON i.run_id = r.run_id AND i.seq <= r.issued
JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
LEFT JOIN bills b ON b.account_id = i.account_id AND b.status <> 'draft' AND b.kind = 'period'
  AND b.connection_id = i.connection_id AND b.issued_on = r.issue_on
  AND b.period_from <=> i.period_from AND b.period_to <=> i.period_to
