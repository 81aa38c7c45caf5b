-- Entries that change a safe: openings, closing counts, drops and exchanges, with their hall.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_safe_due AS
SELECT j.entry_id, j.kind, c.office_id, j.stored_at
FROM journal j JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN cash_movements m ON m.entry_id = j.entry_id
WHERE j.kind IN ('opening', 'count', 'safe') OR m.kind IN ('drop', 'change')
