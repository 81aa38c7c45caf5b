-- Each physical cheque: what it paid in receipts that stand, in how many shifts, against what is on it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cheque_sums AS
SELECT UPPER(q.bank) AS bank, q.cheque_no, SUM(t.tendered) AS paid, MIN(q.face_amount) AS face,
  MAX(q.face_amount) AS highest_face, COUNT(DISTINCT t.shift_id) AS shifts, COUNT(DISTINCT q.dated_on) AS dates
FROM cheques q
JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no
LEFT JOIN corrections k ON k.entry_id = q.entry_id
WHERE NOT cheque_returned(COALESCE(k.payment_id, q.entry_id), q.entry_id, q.line_no)
GROUP BY UPPER(q.bank), q.cheque_no
