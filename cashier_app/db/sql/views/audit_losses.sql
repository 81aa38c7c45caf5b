-- Recorded losses, why, and who approved them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_losses AS
SELECT x.entry_id, x.reason, x.approval_id, u.user_name AS approver
FROM losses x
LEFT JOIN approvals a ON a.approval_id = x.approval_id
LEFT JOIN users u ON u.user_id = a.user_id
