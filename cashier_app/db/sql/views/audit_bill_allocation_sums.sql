-- What payments settled of each bill, and in how many steps.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_allocation_sums AS
SELECT bill_id, SUM(amount) AS amount, COUNT(*) AS steps
FROM payment_allocations
GROUP BY bill_id
