-- Where there are accounts, ten thousand ids at a time.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_account_spans AS
SELECT account_id DIV 10000 AS span, COUNT(*) AS found FROM accounts GROUP BY account_id DIV 10000
