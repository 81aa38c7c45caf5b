-- What adjustments make of each bill, and how many were no payment's.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_posting_sums AS
SELECT bill_id, SUM(amount) AS amount, SUM(entry_id IS NULL) AS steps,
  SUM(kind = 'credit_note') AS notes, COUNT(*) AS parts
FROM bill_adjustments
GROUP BY bill_id
