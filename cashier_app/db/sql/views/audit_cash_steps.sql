-- Steps to which cash is rounded or was, as the utility's row and the audit trail of its changes have them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cash_steps AS
SELECT u.cash_step FROM utility u
UNION
SELECT CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(e.detail, '"cash_step": "', -1), '"', 1) AS DECIMAL(18, 3)) AS cash_step
FROM audit_events e
WHERE e.act = 'utility_changed' AND e.detail LIKE '%"cash_step": "%"%'
