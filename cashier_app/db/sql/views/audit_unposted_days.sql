-- Days with shifts whose late charges were not posted, though others' before were: the posting comes before a day's shifts.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_unposted_days AS
SELECT s.business_date, COUNT(*) AS shifts
FROM shifts s
LEFT JOIN day_postings d ON d.business_date = s.business_date
WHERE d.business_date IS NULL AND s.business_date > (SELECT MIN(e.business_date) FROM day_postings e)
GROUP BY s.business_date
