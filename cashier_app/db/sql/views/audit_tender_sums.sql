-- What the tenders of each entry make, and whether change keeps its rules.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_tender_sums AS
SELECT entry_id, SUM(tendered - change_given) AS net,
  SUM(IF(kind = 'cash', tendered - change_given, 0)) AS cash, MIN(tendered) AS lowest,
  MAX(tendered) AS highest, SUM(kind <> 'cash' AND change_given <> 0) AS change_not_cash,
  SUM(ABS(change_given) > ABS(tendered) OR change_given * tendered < 0) AS change_above,
  MIN(shift_id) AS first_shift, MAX(shift_id) AS last_shift,
  MAX(line_no) AS last_line
FROM tenders
GROUP BY entry_id
