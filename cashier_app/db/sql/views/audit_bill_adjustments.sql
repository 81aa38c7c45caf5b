-- What was posted to issued bills besides payments.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_adjustments AS
SELECT adjustment_id, bill_id, kind, step, amount, posted_on, posted_at, entry_id, line_no, reverses_id
FROM bill_adjustments
