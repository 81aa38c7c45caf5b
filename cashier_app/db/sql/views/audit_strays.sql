-- How many rows of each other table that entries are made of belong to no entry; audit_payment_strays has the rest.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_strays AS
SELECT 'cheques' AS table_name, COUNT(*) AS row_count FROM cheques x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'card_slips' AS table_name, COUNT(*) AS row_count FROM card_slips x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'payment_files' AS table_name, COUNT(*) AS row_count FROM payment_files x
  LEFT JOIN journal j ON j.entry_id = x.shift_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'lost_numbers' AS table_name, COUNT(*) AS row_count FROM lost_numbers x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'losses' AS table_name, COUNT(*) AS row_count FROM losses x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'reentries' AS table_name, COUNT(*) AS row_count FROM reentries x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'reversals' AS table_name, COUNT(*) AS row_count FROM reversals x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'corrections' AS table_name, COUNT(*) AS row_count FROM corrections x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'refunds' AS table_name, COUNT(*) AS row_count FROM refunds x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'bounces' AS table_name, COUNT(*) AS row_count FROM bounces x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'denomination_counts' AS table_name, COUNT(*) AS row_count FROM denomination_counts x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'cash_movements' AS table_name, COUNT(*) AS row_count FROM cash_movements x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'handovers' AS table_name, COUNT(*) AS row_count FROM handovers x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'handover_ends' AS table_name, COUNT(*) AS row_count FROM handover_ends x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'drawer_checks' AS table_name, COUNT(*) AS row_count FROM drawer_checks x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'decisions' AS table_name, COUNT(*) AS row_count FROM decisions x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'deposits' AS table_name, COUNT(*) AS row_count FROM deposits x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'z_reports' AS table_name, COUNT(*) AS row_count FROM z_reports x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
UNION ALL SELECT 'z_tenders' AS table_name, COUNT(*) AS row_count FROM z_tenders x
  LEFT JOIN journal j ON j.entry_id = x.entry_id WHERE j.entry_id IS NULL
