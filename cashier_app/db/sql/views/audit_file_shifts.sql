-- Each shift with its channel: outside the hall it takes in one file, an approved one where it is paper.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_file_shifts AS
SELECT s.shift_id, c.code AS counter_code, c.channel, s.state, f.receipts AS file_receipts,
  f.total AS file_total, s.receipts, x.approval_id,
  (SELECT COALESCE(SUM(t.tendered), 0) FROM tenders t WHERE t.shift_id = s.shift_id) AS taken,
  (SELECT COUNT(*) FROM counter_keys k WHERE k.counter_id = s.counter_id) AS counter_keys
FROM shifts s
JOIN counters c ON c.counter_id = s.counter_id
LEFT JOIN payment_files f ON f.shift_id = s.shift_id
LEFT JOIN approval_uses x ON x.entry_id = s.shift_id
WHERE c.channel <> 'hall' OR f.shift_id IS NOT NULL
