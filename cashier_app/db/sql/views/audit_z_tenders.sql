-- The tender totals of Z reports.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_z_tenders AS
SELECT entry_id, kind, receipts, amount FROM z_tenders
