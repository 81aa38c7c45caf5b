-- Z reports as stored.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_z_reports AS
SELECT z.entry_id, z.shift_id, j.number, z.float_amount, z.cash_taken, z.movements, z.expected,
  z.counted, z.difference, z.is_decided, z.receipts, z.first_receipt, z.last_receipt, z.undos,
  z.undone_amount, z.reprints, z.drawer_openings, z.grand_total, z.reversals, z.reversed_amount,
  z.approval_id
FROM z_reports z
LEFT JOIN journal j ON j.entry_id = z.entry_id
