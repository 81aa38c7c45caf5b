-- Where there are bills, ten thousand ids at a time.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_bill_spans AS
SELECT bill_id DIV 10000 AS span, COUNT(*) AS found FROM bills GROUP BY bill_id DIV 10000
