-- What a bill says it owes; the checks add up what it should say.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bills AS
SELECT bill_id, bill_no, series, running_no, account_id, kind, issued_on, due_on, total,
  discount_amount, discount_until, balance, status, version
FROM bills
