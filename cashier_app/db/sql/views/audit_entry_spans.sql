-- Where there are entries, ten thousand ids at a time: the auditor's passes go by it.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_entry_spans AS
SELECT entry_id DIV 10000 AS span, COUNT(*) AS found FROM journal GROUP BY entry_id DIV 10000
