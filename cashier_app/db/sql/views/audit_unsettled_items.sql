-- What was not settled when its shift closed.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_unsettled_items AS
SELECT z_entry_id, request_id, act, total, sent_at FROM unsettled_items
