-- What each payment settled of each bill, with the time it was stored.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_allocations AS
SELECT a.entry_id, a.line_no, a.bill_id, a.amount, a.balance_after, j.stored_at
FROM payment_allocations a
LEFT JOIN journal j ON j.entry_id = a.entry_id
