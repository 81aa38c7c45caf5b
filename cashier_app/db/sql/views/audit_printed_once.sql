-- Entries whose original was queued once, and that have no copies.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_printed_once AS
SELECT entry_id
FROM print_log
GROUP BY entry_id
HAVING MIN(copy_no) = 0 AND MAX(copy_no) = 0 AND SUM(state = 'queued') = 1
