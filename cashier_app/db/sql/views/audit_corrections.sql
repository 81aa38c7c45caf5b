-- Tenders put right, of which receipt, and who approved it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_corrections AS
SELECT k.entry_id, k.payment_id, k.reason, k.approval_id, u.user_name AS approver,
  j.shift_id, p.shift_id AS payment_shift_id
FROM corrections k
LEFT JOIN approvals a ON a.approval_id = k.approval_id
LEFT JOIN users u ON u.user_id = a.user_id
LEFT JOIN journal j ON j.entry_id = k.entry_id
LEFT JOIN journal p ON p.entry_id = k.payment_id AND p.kind = 'payment'
