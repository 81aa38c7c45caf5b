-- Every posting to an account's credit, with whose bill it settles at issue.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_credit_entries AS
SELECT c.credit_entry_id, c.account_id, c.entry_id, c.line_no, c.bill_id, c.amount, c.balance_after,
  c.stored_at, b.account_id AS bill_account_id
FROM credit_entries c
LEFT JOIN bills b ON b.bill_id = c.bill_id
