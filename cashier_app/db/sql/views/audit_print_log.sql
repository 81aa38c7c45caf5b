-- Every print event.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_print_log AS
SELECT print_event_id, entry_id, copy_no, state, stored_at, user_id, counter_id FROM print_log
