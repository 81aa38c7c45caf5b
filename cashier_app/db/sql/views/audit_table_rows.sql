-- How many rows there are: what a verification says it looked at, and finds strays by.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_table_rows AS
SELECT 'journal' AS table_name, COUNT(*) AS row_count FROM journal
UNION ALL SELECT 'requests' AS table_name, COUNT(*) AS row_count FROM requests
UNION ALL SELECT 'payments' AS table_name, COUNT(*) AS row_count FROM payments
UNION ALL SELECT 'tenders' AS table_name, COUNT(*) AS row_count FROM tenders
UNION ALL SELECT 'payment_allocations' AS table_name, COUNT(*) AS row_count FROM payment_allocations
UNION ALL SELECT 'credit_entries' AS table_name, COUNT(*) AS row_count FROM credit_entries
UNION ALL SELECT 'reversals' AS table_name, COUNT(*) AS row_count FROM reversals
UNION ALL SELECT 'corrections' AS table_name, COUNT(*) AS row_count FROM corrections
UNION ALL SELECT 'refunds' AS table_name, COUNT(*) AS row_count FROM refunds
UNION ALL SELECT 'bounces' AS table_name, COUNT(*) AS row_count FROM bounces
UNION ALL SELECT 'approvals' AS table_name, COUNT(*) AS row_count FROM approvals
UNION ALL SELECT 'cheques' AS table_name, COUNT(*) AS row_count FROM cheques
UNION ALL SELECT 'shifts' AS table_name, COUNT(*) AS row_count FROM shifts
UNION ALL SELECT 'cash_movements' AS table_name, COUNT(*) AS row_count FROM cash_movements
UNION ALL SELECT 'counts' AS table_name, COUNT(*) AS row_count FROM counts
UNION ALL SELECT 'denomination_counts' AS table_name, COUNT(*) AS row_count FROM denomination_counts
UNION ALL SELECT 'z_reports' AS table_name, COUNT(*) AS row_count FROM z_reports
UNION ALL SELECT 'z_tenders' AS table_name, COUNT(*) AS row_count FROM z_tenders
UNION ALL SELECT 'z_signatures' AS table_name, COUNT(*) AS row_count FROM z_signatures
UNION ALL SELECT 'safe_entries' AS table_name, COUNT(*) AS row_count FROM safe_entries
UNION ALL SELECT 'bills' AS table_name, COUNT(*) AS row_count FROM bills
UNION ALL SELECT 'bill_lines' AS table_name, COUNT(*) AS row_count FROM bill_lines
UNION ALL SELECT 'bill_adjustments' AS table_name, COUNT(*) AS row_count FROM bill_adjustments
UNION ALL SELECT 'accounts' AS table_name, COUNT(*) AS row_count FROM accounts
UNION ALL SELECT 'series' AS table_name, COUNT(*) AS row_count FROM series
UNION ALL SELECT 'counter_chains' AS table_name, COUNT(*) AS row_count FROM counter_chains
UNION ALL SELECT 'print_log' AS table_name, COUNT(*) AS row_count FROM print_log
UNION ALL SELECT 'drawer_events' AS table_name, COUNT(*) AS row_count FROM drawer_events
UNION ALL SELECT 'handovers' AS table_name, COUNT(*) AS row_count FROM handovers
UNION ALL SELECT 'handover_ends' AS table_name, COUNT(*) AS row_count FROM handover_ends
UNION ALL SELECT 'drawer_checks' AS table_name, COUNT(*) AS row_count FROM drawer_checks
UNION ALL SELECT 'decisions' AS table_name, COUNT(*) AS row_count FROM decisions
UNION ALL SELECT 'unsettled_items' AS table_name, COUNT(*) AS row_count FROM unsettled_items
UNION ALL SELECT 'deposits' AS table_name, COUNT(*) AS row_count FROM deposits
UNION ALL SELECT 'card_slips' AS table_name, COUNT(*) AS row_count FROM card_slips
UNION ALL SELECT 'cheque_events' AS table_name, COUNT(*) AS row_count FROM cheque_events
UNION ALL SELECT 'payment_files' AS table_name, COUNT(*) AS row_count FROM payment_files
UNION ALL SELECT 'paper_lines' AS table_name, COUNT(*) AS row_count FROM paper_lines
UNION ALL SELECT 'outside_payments' AS table_name, COUNT(*) AS row_count FROM outside_payments
UNION ALL SELECT 'losses' AS table_name, COUNT(*) AS row_count FROM losses
UNION ALL SELECT 'lost_numbers' AS table_name, COUNT(*) AS row_count FROM lost_numbers
UNION ALL SELECT 'reentries' AS table_name, COUNT(*) AS row_count FROM reentries
