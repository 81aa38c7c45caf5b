-- What is due today by days past the due date, per tariff class.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW ageing AS
SELECT d.tariff_class, COUNT(*) AS bills,
  SUM(IF(d.days_past_due = 0, d.due, 0)) AS not_due,
  SUM(IF(d.days_past_due BETWEEN 1 AND 30, d.due, 0)) AS days_30,
  SUM(IF(d.days_past_due BETWEEN 31 AND 60, d.due, 0)) AS days_60,
  SUM(IF(d.days_past_due BETWEEN 61 AND 90, d.due, 0)) AS days_90,
  SUM(IF(d.days_past_due > 90, d.due, 0)) AS older,
  SUM(d.due) AS due
FROM bill_dues d
GROUP BY d.tariff_class
