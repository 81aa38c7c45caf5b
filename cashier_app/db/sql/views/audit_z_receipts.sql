-- The first and the last receipt of each shift with a Z, found by the index.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_z_receipts AS
SELECT z.shift_id, f.receipt_no AS first_receipt, l.receipt_no AS last_receipt
FROM z_reports z
LEFT JOIN payments f ON f.payment_id = (SELECT MIN(j.entry_id) FROM journal j
  WHERE j.shift_id = z.shift_id AND j.kind = 'payment')
LEFT JOIN payments l ON l.payment_id = (SELECT MAX(j.entry_id) FROM journal j
  WHERE j.shift_id = z.shift_id AND j.kind = 'payment')
