-- Each day's posting of late charges as it was noted, beside the late charges that stand on that day.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_day_postings AS
SELECT d.business_date, d.bills, d.amount, COUNT(x.adjustment_id) AS standing, COALESCE(SUM(x.amount), 0) AS standing_amount
FROM day_postings d
LEFT JOIN bill_adjustments x ON x.posted_on = d.business_date AND x.kind = 'late_charge'
GROUP BY d.business_date, d.bills, d.amount
