-- The tender totals of each shift's Z; a range of shifts reaches the tables below.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_z_tenders AS
SELECT z.shift_id, x.kind, x.receipts, x.amount FROM z_reports z JOIN z_tenders x ON x.entry_id = z.entry_id
