-- Changes of the utility's settings as the audit trail has them: "name: old -> new".
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_setting_changes AS
SELECT e.audit_event_id, e.stored_at, e.user_id, e.detail FROM audit_events e WHERE e.act = 'setting_changed'
