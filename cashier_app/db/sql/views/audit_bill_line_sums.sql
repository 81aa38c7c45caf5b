-- What the lines of each bill make; a range of bills reaches the table below.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_line_sums AS
SELECT bill_id, SUM(amount) AS amount, COUNT(*) AS parts FROM bill_lines GROUP BY bill_id
