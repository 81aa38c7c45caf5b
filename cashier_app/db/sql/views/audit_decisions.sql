-- Decisions on differences, each beside its Z and its own entry.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_decisions AS
SELECT d.entry_id, d.z_entry_id, d.outcome, d.amount, d.reason, z.difference, z.is_decided,
  z.shift_id AS z_shift_id, j.shift_id, j.stored_at, zj.stored_at AS closed_at
FROM decisions d
LEFT JOIN z_reports z ON z.entry_id = d.z_entry_id
LEFT JOIN journal j ON j.entry_id = d.entry_id
LEFT JOIN journal zj ON zj.entry_id = d.z_entry_id
