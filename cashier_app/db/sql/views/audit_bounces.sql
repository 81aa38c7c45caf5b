-- Cheques that came back, with their fee, the credit that was used, what was left of it then, what they were tendered
-- for, and what the register says.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bounces AS
SELECT n.entry_id, n.cheque_entry_id, n.line_no, n.fee_bill_id, COALESCE(l.amount, 0) AS fee,
  n.debt_bill_id, d.amount AS debt, (SELECT MAX(c.balance_after) FROM credit_entries c
    WHERE c.entry_id = n.entry_id AND c.line_no <= 1000 AND c.account_id = r.account_id AND c.amount < 0) AS credit_left,
  t.tendered, EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = n.cheque_entry_id
    AND e.line_no = n.line_no AND e.state = 'bounced') AS is_registered
FROM bounces n
LEFT JOIN bill_lines l ON l.bill_id = n.fee_bill_id AND l.line_no = 1
LEFT JOIN bill_lines d ON d.bill_id = n.debt_bill_id AND d.line_no = 1 AND d.kind = 'carried'
LEFT JOIN reversals r ON r.entry_id = n.entry_id
LEFT JOIN tenders t ON t.entry_id = n.cheque_entry_id AND t.line_no = n.line_no AND t.kind = 'cheque'
