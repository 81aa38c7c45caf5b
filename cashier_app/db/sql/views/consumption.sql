-- What was used, by connection and period; estimates that a later bill trued up do not count again.
-- grants: auditor clerk
CREATE ALGORITHM=TEMPTABLE VIEW consumption AS
SELECT a.account_no, k.connection_no, b.bill_no, b.period_from, b.period_to, b.kwh, b.is_estimated
FROM bills b
JOIN accounts a ON a.account_id = b.account_id
JOIN connections k ON k.connection_id = b.connection_id
WHERE b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
  AND NOT (b.is_estimated = 1 AND EXISTS (SELECT 1 FROM bill_readings r
    JOIN readings t ON t.reading_id = r.to_reading_id
    JOIN readings f ON f.reading_id = r.from_reading_id
    JOIN readings h ON h.register_id = t.register_id AND h.read_on > t.read_on
    JOIN bill_readings br ON br.to_reading_id = h.reading_id
    JOIN readings w ON w.reading_id = br.from_reading_id AND w.read_on <= f.read_on
    JOIN bills x ON x.bill_id = br.bill_id AND x.account_id = b.account_id
      AND x.status NOT IN ('draft', 'cancelled')
    WHERE r.bill_id = b.bill_id))
