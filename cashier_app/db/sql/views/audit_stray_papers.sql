-- Cheques and card slips that no receipt was paid with: they would go to the bank beside the others.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_stray_papers AS
SELECT CONCAT('cheque ', h.cheque_no, ' of ', h.bank) AS paper, h.entry_id
FROM cheques h
LEFT JOIN tenders t ON t.entry_id = h.entry_id AND t.line_no = h.line_no AND t.kind = 'cheque'
WHERE t.entry_id IS NULL
UNION ALL
SELECT CONCAT('card slip ', d.slip_no), d.entry_id
FROM card_slips d
LEFT JOIN tenders t ON t.entry_id = d.entry_id AND t.line_no = d.line_no AND t.kind = 'card'
WHERE t.entry_id IS NULL
