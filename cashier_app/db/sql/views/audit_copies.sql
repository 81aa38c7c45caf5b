-- Prints after the original: few, and what the reprints of a Z are counted from.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_copies AS
SELECT user_id, counter_id, stored_at, entry_id, copy_no
FROM print_log
WHERE copy_no > 0
