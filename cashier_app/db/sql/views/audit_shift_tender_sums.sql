-- What the cash tenders of each shift make.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_tender_sums AS
SELECT shift_id, SUM(IF(kind = 'cash', tendered - change_given, 0)) AS cash
FROM tenders
GROUP BY shift_id
