-- Whole entries with the names their canonical text holds: what the hashes are recomputed from.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_journal AS
SELECT j.entry_id, j.kind, j.counter_id, c.code AS counter_code, j.number, j.chain_no, j.request_id,
  j.shift_id, u.user_name, j.business_date, j.taken_at, j.stored_at, j.canonical,
  j.previous_hash, j.hash
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN users u ON u.user_id = j.user_id
