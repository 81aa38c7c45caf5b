-- What was used, by connection and period; estimates that a later bill trued up do not count again.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW consumption AS
SELECT a.account_no, k.connection_no, b.bill_no, b.period_from, b.period_to, b.kwh, b.is_estimated
FROM bills b
JOIN accounts a ON a.account_id = b.account_id
JOIN connections k ON k.connection_id = b.connection_id
WHERE b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
  AND NOT (b.is_estimated = 1 AND EXISTS (SELECT 1 FROM bills t
    WHERE t.account_id = b.account_id AND t.connection_id = b.connection_id AND t.kind = 'period'
      AND t.status NOT IN ('draft', 'cancelled') AND t.is_estimated = 0
      AND t.period_from <= b.period_from AND t.period_to > b.period_to))
