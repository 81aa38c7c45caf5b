-- Payments that were entered again, and the line of the loss that each stands for.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_reentries AS
SELECT entry_id, lost_entry_id, lost_line_no, value_date FROM reentries
