-- Where there are postings to bills, ten thousand ids at a time.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_adjustment_spans AS
SELECT adjustment_id DIV 10000 AS span, COUNT(*) AS found FROM bill_adjustments GROUP BY adjustment_id DIV 10000
