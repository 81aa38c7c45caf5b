-- Z reports as stored.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_z_reports AS
SELECT entry_id, shift_id, float_amount, cash_taken, movements, expected, counted, difference,
  is_decided, receipts, first_receipt, last_receipt, undos, undone_amount, reprints,
  drawer_openings, grand_total
FROM z_reports
