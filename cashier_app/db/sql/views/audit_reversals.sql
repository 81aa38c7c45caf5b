-- What was taken back, of which receipt, headed by whom before and after, approved by whom.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_reversals AS
SELECT r.entry_id, r.undone_entry_id, r.kind, r.reason, r.approval_id, r.account_id, r.due_after,
  r.credit_after, COALESCE(p.account_id, u.account_id) AS undone_account_id,
  COALESCE(r.rounding, -p.rounding, 0) AS rounding,
  COALESCE(r.payment_id, r.undone_entry_id) AS payment_id, w.user_name AS approver,
  m.role AS user_role
FROM reversals r
LEFT JOIN payments p ON p.payment_id = r.undone_entry_id
LEFT JOIN reversals u ON u.entry_id = r.undone_entry_id
LEFT JOIN approvals a ON a.approval_id = r.approval_id
LEFT JOIN users w ON w.user_id = a.user_id
LEFT JOIN journal j ON j.entry_id = r.entry_id
LEFT JOIN users m ON m.user_id = j.user_id
