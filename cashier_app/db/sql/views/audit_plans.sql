-- Plans of instalments, which keep late charges away, beside the office's request of each and what they are made of.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_plans AS
SELECT k.plan_id, p.amount, a.account_no, COALESCE(q.asked, 0) AS asked, q.user_id <=> p.user_id AS is_askers,
  (SELECT COALESCE(SUM(i.amount), 0) FROM instalments i WHERE i.plan_id = p.plan_id) AS planned,
  (SELECT COUNT(*) FROM instalment_plan_bills w JOIN bills b ON b.bill_id = w.bill_id
    WHERE w.plan_id = p.plan_id AND (b.account_id <> p.account_id OR b.issued_on > p.agreed_on)) AS strange_bills
FROM (SELECT plan_id FROM instalment_plans
  UNION SELECT object_id FROM office_requests WHERE act = 'plan'
  UNION SELECT plan_id FROM instalment_plan_bills) k
LEFT JOIN instalment_plans p ON p.plan_id = k.plan_id
LEFT JOIN accounts a ON a.account_id = p.account_id
LEFT JOIN (SELECT r.object_id, COUNT(*) AS asked, MIN(r.user_id) AS user_id FROM office_requests r
  WHERE r.act = 'plan' GROUP BY r.object_id) q ON q.object_id = k.plan_id
