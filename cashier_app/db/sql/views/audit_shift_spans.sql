-- Where there are shifts, ten thousand ids at a time.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_shift_spans AS
SELECT shift_id DIV 10000 AS span, COUNT(*) AS found FROM shifts GROUP BY shift_id DIV 10000
