-- The safe's ledger.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_safe_entries AS
SELECT safe_entry_id, office_id, entry_id, kind, amount, user_id, stored_at FROM safe_entries
