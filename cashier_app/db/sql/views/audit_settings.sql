-- The utility's rules that a check needs.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_settings AS
SELECT setting, value FROM settings
