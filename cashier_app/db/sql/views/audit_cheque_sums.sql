-- Each physical cheque: what it paid in receipts that stand, in how many shifts, against what is on it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cheque_sums AS
SELECT UPPER(q.bank) AS bank, q.cheque_no, SUM(t.tendered) AS paid, MIN(q.face_amount) AS face,
  MAX(q.face_amount) AS highest_face, COUNT(DISTINCT t.shift_id) AS shifts, COUNT(DISTINCT q.dated_on) AS dates
FROM cheques q
JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no
LEFT JOIN corrections k ON k.entry_id = q.entry_id
-- A function is called for each row even where nothing was ever taken back: asked only of those that have something.
WHERE NOT (EXISTS (SELECT 1 FROM corrections c WHERE c.payment_id = COALESCE(k.payment_id, q.entry_id))
    OR EXISTS (SELECT 1 FROM reversals r WHERE r.payment_id = COALESCE(k.payment_id, q.entry_id))
    OR EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = COALESCE(k.payment_id, q.entry_id)))
  OR NOT cheque_returned(COALESCE(k.payment_id, q.entry_id), q.entry_id, q.line_no)
GROUP BY UPPER(q.bank), q.cheque_no
