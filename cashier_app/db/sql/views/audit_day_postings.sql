-- Each day's posting of late charges as it was noted, beside the late charges that stand on that day.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_day_postings AS
SELECT d.business_date, d.bills, d.amount, COALESCE(x.bills, 0) AS standing, COALESCE(x.amount, 0) AS standing_amount
FROM day_postings d
-- All postings once: found day by day each is looked up.
LEFT JOIN (SELECT posted_on, COUNT(*) AS bills, SUM(amount) AS amount FROM bill_adjustments
  WHERE kind = 'late_charge' GROUP BY posted_on) x ON x.posted_on = d.business_date
