-- What paid a bill off within its discount's days, or all but that discount, and got none: take_payment refuses it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_discounts_due AS
SELECT b.bill_id, b.bill_no, b.discount_amount, b.discount_until, a.entry_id
FROM bills b
JOIN payment_allocations a ON a.bill_id = b.bill_id AND a.amount > 0 AND a.balance_after <= b.discount_amount
  AND b.discount_amount < a.balance_after + a.amount
JOIN journal j ON j.entry_id = a.entry_id
LEFT JOIN outside_payments p ON p.entry_id = a.entry_id
LEFT JOIN reentries r ON r.entry_id = a.entry_id
WHERE b.discount_amount > 0 AND COALESCE(p.value_date, r.value_date, j.business_date) <= b.discount_until
  AND NOT EXISTS (SELECT 1 FROM bill_adjustments x
    WHERE x.bill_id = b.bill_id AND x.kind = 'prompt_discount' AND x.posted_at <= j.stored_at
      AND NOT EXISTS (SELECT 1 FROM bill_adjustments y
        WHERE y.reverses_id = x.adjustment_id AND y.posted_at <= j.stored_at))
  -- A true-up that had given the bill back by then, also one that was cancelled since, leaves it no discount. In no zone
  -- is its day more than one after that of UTC.
  AND NOT EXISTS (SELECT 1 FROM bill_readings r
    JOIN readings t ON t.reading_id = r.to_reading_id
    JOIN readings f ON f.reading_id = r.from_reading_id
    JOIN readings h ON h.register_id = t.register_id AND h.read_on > t.read_on
    JOIN bill_readings q ON q.to_reading_id = h.reading_id
    JOIN readings w ON w.reading_id = q.from_reading_id AND w.read_on <= f.read_on
    JOIN bills g ON g.bill_id = q.bill_id AND g.account_id = b.account_id AND g.status <> 'draft'
      AND g.issued_on <= DATE(j.stored_at) + INTERVAL 1 DAY
    WHERE r.bill_id = b.bill_id)
