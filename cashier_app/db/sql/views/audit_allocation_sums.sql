-- What the allocations of each entry make, and the most that they leave of a bill.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_allocation_sums AS
SELECT entry_id, SUM(amount) AS amount, MIN(amount) AS lowest, MAX(amount) AS highest,
  MAX(balance_after) AS most_left, MAX(line_no) AS last_line
FROM payment_allocations
GROUP BY entry_id
