-- What each true-up gave back, beside the least and the most that the bills under its readings came to as they were adjusted.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_given_back AS
SELECT q.bill_id, q.bill_no, -q.credited AS given, COALESCE(SUM(q.worth + q.lowered), 0) AS least,
  COALESCE(SUM(q.worth + q.raised), 0) AS most
FROM (
  SELECT t.bill_id, t.bill_no, i.credited,
    e.total - COALESCE((SELECT SUM(l.amount) FROM bill_lines l WHERE l.bill_id = e.bill_id AND l.kind = 'carried'), 0)
      AS worth,
    COALESCE((SELECT SUM(LEAST(x.amount, 0)) FROM bill_adjustments x WHERE x.bill_id = e.bill_id), 0) AS lowered,
    COALESCE((SELECT SUM(GREATEST(x.amount, 0)) FROM bill_adjustments x WHERE x.bill_id = e.bill_id), 0) AS raised
  FROM (
    SELECT n.*, g.issue_on, ROW_NUMBER() OVER (PARTITION BY n.account_id, n.connection_id, g.issue_on, n.period_from,
      n.period_to ORDER BY n.run_id DESC, n.seq DESC) AS newest
    FROM bill_runs g JOIN bill_run_items n ON n.run_id = g.run_id AND n.seq <= g.issued AND n.credited <> 0
  ) i
  JOIN bills t ON t.account_id = i.account_id AND t.status NOT IN ('draft', 'cancelled') AND t.kind = 'period'
    AND t.connection_id = i.connection_id AND t.issued_on = i.issue_on
    AND t.period_from <=> i.period_from AND t.period_to <=> i.period_to
  -- Not the one that was issued anew for it after it was cancelled.
  JOIN bill_run_patterns p ON p.run_id = i.run_id AND p.pattern_key = i.pattern_key
    AND t.total = GREATEST(p.total + i.credited, 0)
  LEFT JOIN bills e ON e.account_id = t.account_id AND e.connection_id = t.connection_id AND e.kind = 'period'
    AND e.bill_id <> t.bill_id AND e.status NOT IN ('draft', 'cancelled')
    AND EXISTS (SELECT 1 FROM bill_readings er
      JOIN readings et ON et.reading_id = er.to_reading_id
      JOIN readings ef ON ef.reading_id = er.from_reading_id
      JOIN bill_readings tr ON tr.bill_id = t.bill_id
      JOIN readings tt ON tt.reading_id = tr.to_reading_id AND tt.register_id = et.register_id
        AND tt.read_on > et.read_on
      JOIN readings tf ON tf.reading_id = tr.from_reading_id AND tf.read_on <= ef.read_on
      WHERE er.bill_id = e.bill_id)
  WHERE i.newest = 1
) q
GROUP BY q.bill_id, q.bill_no, q.credited
