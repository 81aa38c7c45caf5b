-- Payments from outside the hall: reference, date of value, payer, and where they were entered.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_outside_payments AS
SELECT o.entry_id, o.counter_id, o.reference, o.value_date, o.payer, c.channel,
  EXISTS (SELECT 1 FROM paper_lines p WHERE p.shift_id = j.shift_id
    AND CONCAT(p.book, '-', p.number) = o.reference) AS is_approved
FROM outside_payments o
LEFT JOIN journal j ON j.entry_id = o.entry_id
LEFT JOIN counters c ON c.counter_id = o.counter_id
