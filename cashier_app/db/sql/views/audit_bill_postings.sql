-- What was posted to issued bills besides payments, beside what allows it: the bill, its printed charge, the receipt
-- and its line, what is taken back.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_postings AS
SELECT x.adjustment_id, x.bill_id, b.bill_no, x.kind, x.amount, x.posted_on, x.posted_at,
  COALESCE(p.value_date, r.value_date, x.posted_on) AS value_date, b.discount_amount, b.discount_until,
  k.amount AS charge, k.post_on AS charged_from,
  o.bill_id AS undone_bill_id, o.kind AS undone_kind, o.amount AS undone_amount,
  IF(x.kind = 'taken_back' AND x.amount < 0, charged_on(o.adjustment_id), NULL) AS undone_charged_on,
  x.entry_id, j.kind AS entry_kind, j.business_date, j.stored_at,
  a.amount AS paid, a.balance_after, COALESCE(p.value_date, r.value_date) IS NOT NULL AS is_late_money,
  o.entry_id <=> v.undone_entry_id AND v.entry_id IS NOT NULL AS is_mirror
FROM bill_adjustments x
JOIN bills b ON b.bill_id = x.bill_id
LEFT JOIN outside_payments p ON p.entry_id = x.entry_id
LEFT JOIN reentries r ON r.entry_id = x.entry_id
LEFT JOIN bill_late_charges k ON k.bill_id = x.bill_id AND k.step = x.step
LEFT JOIN bill_adjustments o ON o.adjustment_id = x.reverses_id
LEFT JOIN journal j ON j.entry_id = x.entry_id
LEFT JOIN payment_allocations a ON a.entry_id = x.entry_id AND a.line_no = x.line_no AND a.bill_id = x.bill_id
LEFT JOIN reversals v ON v.entry_id = x.entry_id
