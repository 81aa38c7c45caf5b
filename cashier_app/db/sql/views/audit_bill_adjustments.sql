-- What was posted to issued bills besides payments.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_adjustments AS
SELECT x.adjustment_id, x.bill_id, x.kind, x.step, x.amount, x.posted_on, x.posted_at, x.entry_id, x.line_no,
  x.reverses_id, COALESCE(o.value_date, x.posted_on) AS value_date
FROM bill_adjustments x
LEFT JOIN outside_payments o ON o.entry_id = x.entry_id
