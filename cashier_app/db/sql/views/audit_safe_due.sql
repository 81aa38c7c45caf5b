-- Entries that change a safe: openings in a hall, closing counts, drops and exchanges, with their hall.
-- A channel's shift, such as the paper book's, begins without a float: nothing leaves the safe for it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_safe_due AS
SELECT j.entry_id, j.kind, c.office_id, j.stored_at
FROM journal j JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN cash_movements m ON m.entry_id = j.entry_id
WHERE j.kind IN ('count', 'safe') OR (j.kind = 'opening' AND c.channel = 'hall') OR m.kind IN ('drop', 'change')
