-- What a shift is added up from, one row an entry; read by shift.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_entries AS
SELECT shift_id, entry_id, kind, number FROM journal
