-- What led each bill to its balance, without order: its total, credit it used at issue, and what its entries and the office posted.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_steps AS
SELECT bill_id, entry_id, 0 AS adjustment_id, -amount AS amount, balance_after FROM payment_allocations
UNION ALL
SELECT bill_id, entry_id, IF(entry_id IS NULL, adjustment_id, 0), amount, NULL FROM bill_adjustments
UNION ALL
SELECT bill_id, NULL, -1, total, NULL FROM bills
UNION ALL
SELECT bill_id, NULL, -1, amount, NULL FROM credit_entries WHERE entry_id IS NULL AND amount < 0
