-- What each account owes today: balances, credit, and what is due as the counter says it.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW account_balances AS
SELECT a.account_no, a.tariff_class,
  COALESCE((SELECT SUM(b.balance) FROM bills b
    WHERE b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')), 0) AS balance,
  a.credit, account_due(a.account_id, t.today) AS due
FROM accounts a
CROSS JOIN (SELECT local_date(SYSDATE(6)) AS today) t
