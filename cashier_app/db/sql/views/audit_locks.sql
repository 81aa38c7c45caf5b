-- Locks on the books beside what the audit trail has of them, and what was posted to their days afterwards.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_locks AS
SELECT k.locked_to, l.locked_at, COALESCE(k.noted, 0) AS noted,
  (SELECT COUNT(*) FROM bill_adjustments x
    WHERE x.posted_on > l.locked_before AND x.posted_on <= l.locked_to AND x.posted_at > l.locked_at)
  + (SELECT COUNT(*) FROM shifts s WHERE s.business_date > l.locked_before AND s.business_date <= l.locked_to
    AND COALESCE(s.closed_at > l.locked_at, 1)) AS later
FROM (
  SELECT q.locked_to, SUM(q.noted) AS noted FROM (
    SELECT p.locked_to, 0 AS noted FROM period_locks p
    UNION ALL
    SELECT CAST(LEFT(e.detail, 10) AS DATE), 1 FROM audit_events e WHERE e.act = 'period_locked'
  ) q GROUP BY q.locked_to
) k
LEFT JOIN (
  SELECT p.locked_to, p.locked_at,
    COALESCE(LAG(p.locked_to) OVER (ORDER BY p.locked_to), '1000-01-01') AS locked_before
  FROM period_locks p
) l ON l.locked_to = k.locked_to
