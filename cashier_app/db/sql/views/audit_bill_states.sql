-- What of a bill its postings must lead to, and nothing else of it: every bill is read.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_states AS
SELECT bill_id, bill_no IS NOT NULL AS is_numbered, total, balance, status, version FROM bills
