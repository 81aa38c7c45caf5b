-- Every open bill with what is due for it today and how old it is: the figure of the counter.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW bill_dues AS
SELECT b.bill_id, b.bill_no, a.account_no, a.tariff_class, b.issued_on, b.due_on,
  GREATEST(DATEDIFF(t.today, b.due_on), 0) AS days_past_due, b.total, b.balance,
  b.balance - bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, t.today) AS discount_open,
  b.discount_until, bill_due(b.bill_id, b.balance, b.discount_amount, b.discount_until, t.today) AS due
FROM bills b
JOIN accounts a ON a.account_id = b.account_id
CROSS JOIN (SELECT local_date(SYSDATE(6)) AS today) t
WHERE b.status IN ('issued', 'part_paid')
