-- Each row that entries of money are made of by its entry, to be counted; of allocations only that an entry has them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_entry_rows AS
SELECT payment_id AS entry_id FROM payments
UNION ALL SELECT entry_id FROM payment_allocations GROUP BY entry_id
UNION ALL SELECT entry_id FROM tenders
UNION ALL SELECT entry_id FROM credit_entries WHERE entry_id IS NOT NULL
UNION ALL SELECT entry_id FROM bill_adjustments WHERE entry_id IS NOT NULL
UNION ALL SELECT entry_id FROM outside_payments
