-- The credit that an account says it has.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_accounts AS
SELECT account_id, account_no, credit FROM accounts
