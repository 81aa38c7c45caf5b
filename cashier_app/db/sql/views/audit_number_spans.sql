-- Bill numbers of each series by tens of thousands; a gap shows as a count too small.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_number_spans AS
SELECT series, running_no DIV 10000 AS span, COUNT(*) AS found,
  COUNT(DISTINCT running_no) AS numbers, MIN(running_no) AS first_no, MAX(running_no) AS last_no
FROM bills
WHERE running_no IS NOT NULL
GROUP BY series, running_no DIV 10000
