-- Surprise counts of open drawers.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_drawer_checks AS
SELECT entry_id, shift_id, counted, expected, difference, reason FROM drawer_checks
