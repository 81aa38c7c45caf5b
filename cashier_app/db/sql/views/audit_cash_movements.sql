-- Cash in and out of the drawer other than payments.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_cash_movements AS
SELECT entry_id, shift_id, kind, amount, reason FROM cash_movements
