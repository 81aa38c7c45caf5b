-- Every opening of a drawer, with the name of who opened it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_drawer_events AS
SELECT d.drawer_event_id, d.entry_id, d.shift_id, d.reason, d.stored_at, d.counter_id, u.user_name
FROM drawer_events d LEFT JOIN users u ON u.user_id = d.user_id
