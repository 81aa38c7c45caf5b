-- Receivables from day to day: opening + billed + late ± adjustments − collected − credit = closing, beside the ageing.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_receivables(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_locked DATE;
  DECLARE v_after DATE;

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;
  -- The last lock before these days: nothing is posted before it any more, and what was owed then is kept.
  SELECT (SELECT MAX(l.locked_to) FROM period_locks l WHERE l.locked_to < p_from) INTO v_locked;
  SET v_after = COALESCE(v_locked, '1000-01-01');

  SELECT q.tariff_class, SUM(q.opening) AS opening, SUM(q.billed) AS billed, SUM(q.late) AS late,
    SUM(q.adjusted) AS adjusted, -SUM(q.collected) AS collected, -SUM(q.credited) AS credited,
    SUM(q.opening + q.billed + q.late + q.adjusted - q.collected - q.credited) AS closing,
    SUM(q.aged) AS aged,
    SUM(q.opening + q.billed + q.late + q.adjusted - q.collected - q.credited - q.aged) AS difference
  FROM (
    SELECT c.tariff_class, c.closing AS opening, 0 AS billed, 0 AS late, 0 AS adjusted, 0 AS collected,
      0 AS credited, 0 AS aged
    FROM period_closings c WHERE c.locked_to = v_locked
    UNION ALL
    -- By account first: its class is looked up once, not for every bill.
    SELECT a.tariff_class, SUM(g.opening), SUM(g.billed), 0, 0, 0, 0, 0
    FROM (SELECT b.account_id, SUM(IF(b.issued_on < p_from, b.total, 0)) AS opening,
        SUM(IF(b.issued_on >= p_from, b.total, 0)) AS billed
      FROM bills b WHERE b.status <> 'draft' AND b.issued_on > v_after AND b.issued_on <= p_to
      GROUP BY b.account_id) g
    JOIN accounts a ON a.account_id = g.account_id
    GROUP BY a.tariff_class
    UNION ALL
    -- Only a late charge is taken back and then stands again.
    SELECT a.tariff_class, SUM(IF(x.posted_on < p_from, x.amount, 0)), 0,
      SUM(IF(x.posted_on >= p_from AND COALESCE(w.kind, x.kind) IN ('late_charge', 'taken_back'), x.amount, 0)),
      SUM(IF(x.posted_on >= p_from AND COALESCE(w.kind, x.kind) NOT IN ('late_charge', 'taken_back'), x.amount, 0)), 0, 0, 0
    FROM bill_adjustments x
    LEFT JOIN bill_adjustments w ON w.adjustment_id = x.reverses_id
    JOIN bills b ON b.bill_id = x.bill_id JOIN accounts a ON a.account_id = b.account_id
    WHERE x.posted_on > v_after AND x.posted_on <= p_to
    GROUP BY a.tariff_class
    UNION ALL
    -- Without a lock everything ever collected, then what came since taken off again: the day's index does the rest.
    SELECT a.tariff_class, -SUM(g.amount), 0, 0, 0, 0, 0, 0
    FROM (SELECT b.account_id, SUM(pa.amount) AS amount
      FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id
      WHERE v_locked IS NULL
      GROUP BY b.account_id) g
    JOIN accounts a ON a.account_id = g.account_id
    GROUP BY a.tariff_class
    UNION ALL
    SELECT a.tariff_class,
      SUM(CASE WHEN v_locked IS NULL THEN pa.amount WHEN j.business_date < p_from THEN -pa.amount ELSE 0 END), 0, 0, 0,
      SUM(IF(j.business_date BETWEEN p_from AND p_to, pa.amount, 0)), 0, 0
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN payment_allocations pa ON pa.entry_id = j.entry_id
    JOIN bills b ON b.bill_id = pa.bill_id JOIN accounts a ON a.account_id = b.account_id
    WHERE j.business_date >= COALESCE(v_locked + INTERVAL 1 DAY, p_from)
      AND j.business_date <= IF(v_locked IS NULL, '9999-12-31', p_to) AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY a.tariff_class
    UNION ALL
    -- Bills paid out of credit at the counter were not collected now; a mirrored line gives such credit back.
    SELECT g.tariff_class, 0, 0, 0, 0, -g.used, g.used, 0
    FROM (SELECT a.tariff_class, -SUM(e.amount) AS used
      FROM journal j FORCE INDEX (ix_journal_business_date_kind)
      JOIN credit_entries e ON e.entry_id = j.entry_id
      JOIN accounts a ON a.account_id = e.account_id
      WHERE j.business_date BETWEEN p_from AND p_to AND (j.kind = 'payment' AND e.amount < 0
        OR j.kind IN ('undo', 'reversal', 'move', 'bounce') AND e.amount > 0 AND e.line_no <= 1000)
      GROUP BY a.tariff_class) g
    UNION ALL
    SELECT a.tariff_class, SUM(IF(b.issued_on < p_from, e.amount, 0)), 0, 0, 0, 0,
      SUM(IF(b.issued_on >= p_from, -e.amount, 0)), 0
    FROM credit_entries e JOIN bills b ON b.bill_id = e.bill_id JOIN accounts a ON a.account_id = b.account_id
    WHERE e.entry_id IS NULL AND e.amount < 0 AND b.issued_on > v_after AND b.issued_on <= p_to
    GROUP BY a.tariff_class
    UNION ALL
    SELECT a.tariff_class, SUM(IF(x.posted_on < p_from, credit_returned(x.kind, x.bill_id), 0)), 0, 0, 0, 0,
      SUM(IF(x.posted_on >= p_from, -credit_returned(x.kind, x.bill_id), 0)), 0
    FROM bill_adjustments x JOIN bills b ON b.bill_id = x.bill_id JOIN accounts a ON a.account_id = b.account_id
    WHERE x.kind = 'credit_note' AND x.posted_on > v_after AND x.posted_on <= p_to
    GROUP BY a.tariff_class
    UNION ALL
    SELECT g.tariff_class, 0, 0, 0, 0, 0, 0, g.amount FROM (
      SELECT b.due_on, a.tariff_class, SUM(b.balance) AS amount
      FROM bills b FORCE INDEX (ix_bills_status_due_on)
      JOIN accounts a ON a.account_id = b.account_id
      WHERE b.status IN ('issued', 'part_paid') AND b.issued_on <= p_to
      GROUP BY b.due_on, a.tariff_class
      UNION ALL
      SELECT b.due_on, a.tariff_class, SUM(pa.amount)
      FROM journal j FORCE INDEX (ix_journal_business_date_kind)
      JOIN payment_allocations pa ON pa.entry_id = j.entry_id
      JOIN bills b ON b.bill_id = pa.bill_id AND b.issued_on <= p_to
      JOIN accounts a ON a.account_id = b.account_id
      WHERE j.business_date > p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
      GROUP BY b.due_on, a.tariff_class
      UNION ALL
      SELECT b.due_on, a.tariff_class, -SUM(x.amount + credit_returned(x.kind, x.bill_id))
      FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_posted_on)
      JOIN bills b ON b.bill_id = x.bill_id AND b.issued_on <= p_to
      JOIN accounts a ON a.account_id = b.account_id
      WHERE x.posted_on > p_to
      GROUP BY b.due_on, a.tariff_class
    ) g
  ) q
  GROUP BY q.tariff_class
  ORDER BY q.tariff_class;
END
