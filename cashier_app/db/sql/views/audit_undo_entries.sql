-- The few entries that take another back, read without a range.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_undo_entries AS
SELECT j.kind, c.code AS counter_code, j.number, j.entry_id
FROM journal j LEFT JOIN counters c ON c.counter_id = j.counter_id
WHERE j.kind IN ('undo', 'reversal', 'move', 'bounce')
