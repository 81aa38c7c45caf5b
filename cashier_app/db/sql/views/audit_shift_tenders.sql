-- What the tenders of each kind make in a shift, and how many receipts have one; the index holds all that is read.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_tenders AS
SELECT shift_id, kind, COUNT(DISTINCT CASE WHEN tendered > 0 THEN entry_id END) AS receipts,
  SUM(tendered - change_given) AS amount
FROM tenders
GROUP BY shift_id, kind
