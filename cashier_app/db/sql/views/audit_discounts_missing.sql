-- Bills that a receipt paid off, or all but the discount, without giving it, where the receipt's shift was not after its
-- last day. Whether one was due is looked at only of these: a receipt's own day is a row of the journal.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_discounts_missing AS
SELECT b.bill_id
FROM bills b
-- From the bills: the other way each receipt is read, also where the bill has no discount.
STRAIGHT_JOIN payment_allocations a ON a.bill_id = b.bill_id AND a.amount > 0 AND a.balance_after <= b.discount_amount
  AND b.discount_amount < a.balance_after + a.amount
LEFT JOIN bill_adjustments x ON x.bill_id = b.bill_id AND x.kind = 'prompt_discount' AND x.entry_id = a.entry_id
LEFT JOIN bill_adjustments y ON y.reverses_id = x.adjustment_id
LEFT JOIN tenders t ON t.entry_id = a.entry_id AND t.line_no = 1
LEFT JOIN shifts s ON s.shift_id = t.shift_id
LEFT JOIN outside_payments p ON p.entry_id = a.entry_id
LEFT JOIN reentries r ON r.entry_id = a.entry_id
WHERE b.discount_amount > 0 AND (x.adjustment_id IS NULL OR y.adjustment_id IS NOT NULL)
  AND (p.entry_id IS NOT NULL OR r.entry_id IS NOT NULL OR s.business_date IS NULL OR s.business_date <= b.discount_until)
