-- What went from a safe to the bank.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_deposits AS
SELECT entry_id, bag_no, bank FROM deposits
