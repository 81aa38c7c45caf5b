-- What was taken back, with the rounding of what it takes back.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_reversals AS
SELECT r.entry_id, r.undone_entry_id, r.kind, r.reason, r.approval_id, r.account_id, r.due_after,
  r.credit_after, p.account_id AS undone_account_id, p.rounding AS undone_rounding
FROM reversals r
LEFT JOIN payments p ON p.payment_id = r.undone_entry_id
