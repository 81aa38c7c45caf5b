-- Whether a posting is allowed by what stands beside it, where that is simply so: a late charge as printed, a discount as
-- printed that a receipt gave as it paid the bill off, a posting of the office. What is not right here is looked at by
-- the checks themselves. In the order of the postings, which is nearly that of their receipts.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_posting_proofs AS
SELECT x.adjustment_id, x.bill_id, COALESCE(CASE x.kind
    WHEN 'late_charge' THEN x.entry_id IS NULL AND x.amount = k.amount AND x.posted_on >= k.post_on
    WHEN 'prompt_discount' THEN x.amount = -b.discount_amount
      AND COALESCE(p.value_date, r.value_date, x.posted_on) <= b.discount_until
      AND a.amount > 0 AND a.balance_after = 0
      AND j.kind IN ('payment', 'move') AND x.posted_on = j.business_date AND x.posted_at = j.stored_at
    WHEN 'correction' THEN x.entry_id IS NULL
    WHEN 'credit_note' THEN x.entry_id IS NULL
    END, 0) AS is_right
FROM bill_adjustments x
LEFT JOIN bill_late_charges k ON x.kind = 'late_charge' AND k.bill_id = x.bill_id AND k.step = x.step
LEFT JOIN bills b ON x.kind = 'prompt_discount' AND b.bill_id = x.bill_id
LEFT JOIN outside_payments p ON x.kind = 'prompt_discount' AND p.entry_id = x.entry_id
LEFT JOIN reentries r ON x.kind = 'prompt_discount' AND r.entry_id = x.entry_id
LEFT JOIN journal j ON x.kind = 'prompt_discount' AND j.entry_id = x.entry_id
LEFT JOIN payment_allocations a ON x.kind = 'prompt_discount' AND a.entry_id = x.entry_id AND a.line_no = x.line_no
  AND a.bill_id = x.bill_id
