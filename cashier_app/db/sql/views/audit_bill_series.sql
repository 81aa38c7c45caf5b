-- The last number each bill series says it gave.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_series AS
SELECT series, last_no FROM bill_series
