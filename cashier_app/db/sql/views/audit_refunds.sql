-- Credit paid out, what the account had after it, and who approved it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_refunds AS
SELECT f.entry_id, f.account_id, f.reason, f.approval_id, f.due_after, f.credit_after,
  u.user_name AS approver
FROM refunds f
LEFT JOIN approvals a ON a.approval_id = f.approval_id
LEFT JOIN users u ON u.user_id = a.user_id
