-- The utility's rules that a check needs, and the cash step of its row beside them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_settings AS
SELECT setting, value FROM settings
UNION ALL
SELECT 'cash_step', CAST(cash_step AS CHAR) FROM utility
