-- The late charges printed on a bill.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_late_charges AS
SELECT bill_id, step, post_on, amount FROM bill_late_charges
