-- How many rows of each table of audit_entry_rows that is in the texts belong to no entry.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_payment_strays AS
SELECT 'payments' AS table_name, COUNT(*) AS row_count FROM payments x
  LEFT JOIN journal j ON j.entry_id = x.payment_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'payment_allocations' AS table_name, COUNT(*) AS row_count FROM payment_allocations x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'tenders' AS table_name, COUNT(*) AS row_count FROM tenders x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'credit_entries' AS table_name, COUNT(*) AS row_count FROM credit_entries x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL AND x.entry_id IS NOT NULL
UNION ALL SELECT 'outside_payments' AS table_name, COUNT(*) AS row_count FROM outside_payments x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
