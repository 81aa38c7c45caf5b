-- Money handed over and change.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_tenders AS
SELECT entry_id, line_no, shift_id, kind, tendered, change_given FROM tenders
