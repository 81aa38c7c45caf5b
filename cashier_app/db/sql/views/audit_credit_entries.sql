-- Every posting to an account's credit.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_credit_entries AS
SELECT credit_entry_id, account_id, entry_id, line_no, bill_id, amount, balance_after, stored_at
FROM credit_entries
