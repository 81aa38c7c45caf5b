-- What the tenders of each shift make; a tender put right (from line 1001 on) takes nothing back.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_tender_sums AS
SELECT shift_id, SUM(IF(kind = 'cash', tendered - change_given, 0)) AS cash,
  SUM(IF(tendered < 0 OR line_no > 1000, change_given - tendered, 0)) AS undone
FROM tenders
GROUP BY shift_id
