-- Each copy of each entry's paper, and whether it was queued.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_print_sums AS
SELECT entry_id, copy_no, SUM(state = 'queued') AS queued
FROM print_log
GROUP BY entry_id, copy_no
