-- What payments settled of each bill, in how many steps, and what they say is left.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_allocation_sums AS
SELECT bill_id, SUM(amount) AS amount, COUNT(*) AS steps, MIN(balance_after) AS least_left, MAX(balance_after) AS most_left
FROM payment_allocations
GROUP BY bill_id
