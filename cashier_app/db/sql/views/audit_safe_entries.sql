-- The safe's ledger, each line beside its entry and what that entry moved.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_safe_entries AS
SELECT e.safe_entry_id, e.office_id, e.entry_id, e.kind, e.amount, e.reason, e.user_id, e.stored_at,
  e.balance_after, j.kind AS entry_kind, j.user_id AS entry_user_id, j.stored_at AS entry_stored_at,
  c.office_id AS entry_office_id, m.amount AS moved, m.kind AS moved_kind, s.float_amount,
  n.counted, (SELECT SUM(d.value * d.pieces) FROM denomination_counts d WHERE d.entry_id = e.entry_id) AS pieces
FROM safe_entries e
LEFT JOIN journal j ON j.entry_id = e.entry_id
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN cash_movements m ON m.entry_id = e.entry_id
LEFT JOIN shifts s ON s.shift_id = e.entry_id
LEFT JOIN counts n ON n.entry_id = e.entry_id AND n.kind = 'closing'
