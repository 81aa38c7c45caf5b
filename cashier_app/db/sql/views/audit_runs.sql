-- Bill runs that issued something: what each says it issued, and what its items make.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_runs AS
SELECT r.run_id, r.state, r.items, r.issued, r.amount, COUNT(p.pattern_no) AS priced_items,
  COALESCE(SUM(GREATEST(p.total + i.credited, 0)), 0) AS priced
FROM bill_runs r
LEFT JOIN bill_run_items i ON i.run_id = r.run_id AND i.seq <= r.issued
LEFT JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
GROUP BY r.run_id, r.state, r.items, r.issued, r.amount
