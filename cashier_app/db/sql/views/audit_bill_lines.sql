-- The charges of a bill.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_lines AS
SELECT bill_id, line_no, kind, amount FROM bill_lines
