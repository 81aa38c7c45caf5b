-- Bills of the last five weeks whose readings are no more what was billed. As issue_run compares them.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_billed_readings AS
SELECT STRAIGHT_JOIN b.bill_id, b.bill_no, q.consumption, m.meter_no, f.value AS from_value, t.value AS to_value
FROM bills b
LEFT JOIN bill_readings q ON q.bill_id = b.bill_id
LEFT JOIN readings t ON t.reading_id = q.to_reading_id
LEFT JOIN readings f ON f.reading_id = q.from_reading_id
LEFT JOIN registers g ON g.register_id = t.register_id
LEFT JOIN meters m ON m.meter_id = g.meter_id
WHERE b.issued_on > (SELECT n.issued_on - INTERVAL 35 DAY FROM bills n WHERE n.kind = 'period'
    ORDER BY n.issued_on DESC LIMIT 1)
  AND b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
  -- What another system billed may have come without its readings.
  AND IF(q.bill_id IS NULL, b.tariff_version_id IS NOT NULL AND b.kwh > 0,
    NOT COALESCE(f.register_id = t.register_id AND IF(RIGHT(g.unit, 1) = 'h',
      q.consumption = m.multiplier * (t.value - f.value
        + IF(t.value < f.value AND f.status = 'actual', CAST(RPAD('1', g.dials + 1, '0') AS DECIMAL(14, 0)), 0)),
      EXISTS (SELECT 1 FROM readings x WHERE x.register_id = t.register_id AND x.read_on > f.read_on
        AND x.read_on <= t.read_on AND q.consumption = m.multiplier * x.value)), 0))
