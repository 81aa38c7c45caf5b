-- Z reports by their shift, without their entries: no row of the journal is read.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_zs AS
SELECT shift_id, entry_id, float_amount, cash_taken, movements, expected, counted, difference, receipts, first_receipt,
  last_receipt, undos, undone_amount, drawer_openings, reversals, reversed_amount
FROM z_reports
