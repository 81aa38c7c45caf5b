-- Whose database it is.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_utility AS
SELECT utility_id, name, currency_code, currency_decimals, time_zone, is_training FROM utility
