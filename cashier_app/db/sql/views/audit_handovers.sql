-- Handovers with the entry that ended each, by whom and when.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_handovers AS
SELECT h.entry_id, h.receiver_id, j.user_id AS giver_id, m.amount, m.kind, j.shift_id, j.stored_at,
  x.entry_id AS end_entry_id, xm.amount AS end_amount, xj.user_id AS end_user_id,
  xj.stored_at AS end_stored_at
FROM handovers h
LEFT JOIN journal j ON j.entry_id = h.entry_id
LEFT JOIN cash_movements m ON m.entry_id = h.entry_id
LEFT JOIN handover_ends x ON x.handover_id = h.entry_id
LEFT JOIN cash_movements xm ON xm.entry_id = x.entry_id
LEFT JOIN journal xj ON xj.entry_id = x.entry_id
