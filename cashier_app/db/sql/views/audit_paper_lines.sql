-- The receipts of paper books beside the payment that each became.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_paper_lines AS
SELECT p.shift_id, p.line_no, p.book, p.number, p.account_id, p.amount, p.value_date,
  s.state AS shift_state, o.entry_id, m.account_id AS paid_account_id, t.tendered AS paid_amount,
  o.value_date AS paid_value_date, j.shift_id AS paid_shift_id
FROM paper_lines p
LEFT JOIN shifts s ON s.shift_id = p.shift_id
LEFT JOIN outside_payments o ON o.counter_id = s.counter_id AND o.reference = CONCAT(p.book, '-', p.number)
LEFT JOIN journal j ON j.entry_id = o.entry_id
LEFT JOIN payments m ON m.payment_id = o.entry_id
LEFT JOIN tenders t ON t.entry_id = o.entry_id AND t.line_no = 1
