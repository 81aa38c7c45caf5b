-- Cheques that came back, with their fee, what they were tendered for, and what the register says.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bounces AS
SELECT n.entry_id, n.cheque_entry_id, n.line_no, n.fee_bill_id, COALESCE(l.amount, 0) AS fee,
  t.tendered, EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = n.cheque_entry_id
    AND e.line_no = n.line_no AND e.state = 'bounced') AS is_registered
FROM bounces n
LEFT JOIN bill_lines l ON l.bill_id = n.fee_bill_id AND l.line_no = 1
LEFT JOIN tenders t ON t.entry_id = n.cheque_entry_id AND t.line_no = n.line_no AND t.kind = 'cheque'
