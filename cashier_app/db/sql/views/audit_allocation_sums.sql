-- What the allocations of each entry make.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_allocation_sums AS
SELECT entry_id, SUM(amount) AS amount, MIN(amount) AS lowest, MAX(amount) AS highest
FROM payment_allocations
GROUP BY entry_id
