-- What is special to payments.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_payments AS
SELECT payment_id, account_id, receipt_no, rounding, due_after, credit_after FROM payments
