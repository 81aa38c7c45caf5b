-- How plans of instalments ended, beside what the audit trail has of it: a plan that runs keeps late charges away.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_plan_ends AS
SELECT k.plan_id, k.why, SUM(k.ended) AS ended, SUM(k.noted) AS noted
FROM (
  SELECT plan_id, why, 1 AS ended, 0 AS noted FROM instalment_plan_ends
  UNION ALL
  SELECT CAST(SUBSTRING_INDEX(detail, ':', 1) AS UNSIGNED),
    SUBSTRING_INDEX(SUBSTRING(detail, LOCATE(': ', detail) + 2), ' ', 1), 0, 1
  FROM audit_events WHERE act = 'plan_ended'
) k
GROUP BY k.plan_id, k.why
