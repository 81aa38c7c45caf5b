-- Bill runs beside what the audit trail has of them: who opened each, and how many bills it issued.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_run_trail AS
SELECT k.run_id, r.state, r.issued, SUM(k.opened) AS opened, SUM(k.noted) AS noted
FROM (
  SELECT run_id, 0 AS opened, 0 AS noted FROM bill_runs
  UNION ALL
  SELECT CAST(SUBSTRING_INDEX(SUBSTRING(detail, 5), ' ', 1) AS UNSIGNED), 1, 0 FROM audit_events WHERE act = 'run_opened'
  UNION ALL
  SELECT CAST(SUBSTRING_INDEX(SUBSTRING(detail, 5), ':', 1) AS UNSIGNED), 0,
    CAST(SUBSTRING_INDEX(SUBSTRING(detail, LOCATE(': ', detail) + 2), ' ', 1) AS UNSIGNED)
  FROM audit_events WHERE act = 'bills_issued'
) k
LEFT JOIN bill_runs r ON r.run_id = k.run_id
GROUP BY k.run_id, r.state, r.issued
