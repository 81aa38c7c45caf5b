-- What the books of account need of each day: totals by kind of posting, for the journal export.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_ledger_totals(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SELECT q.day, q.item, q.detail, SUM(q.amount) AS amount FROM (
    SELECT b.issued_on AS day, 'billed' AS item, l.kind AS detail, SUM(l.amount) AS amount
    FROM bills b FORCE INDEX (ix_bills_issued_on) JOIN bill_lines l ON l.bill_id = b.bill_id
    WHERE b.issued_on BETWEEN p_from AND p_to AND b.status <> 'draft'
    GROUP BY b.issued_on, l.kind
    UNION ALL
    -- Only a late charge is taken back and then stands again.
    SELECT x.posted_on, 'adjusted', REPLACE(COALESCE(w.kind, x.kind), 'taken_back', 'late_charge') AS posted_as, SUM(x.amount)
    FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_posted_on)
    LEFT JOIN bill_adjustments w ON w.adjustment_id = x.reverses_id
    WHERE x.posted_on BETWEEN p_from AND p_to
    GROUP BY x.posted_on, posted_as
    UNION ALL
    SELECT b.issued_on, 'credit_used', 'bill', -SUM(e.amount)
    FROM credit_entries e JOIN bills b ON b.bill_id = e.bill_id
    WHERE e.entry_id IS NULL AND e.amount < 0 AND b.issued_on BETWEEN p_from AND p_to
    GROUP BY b.issued_on
    UNION ALL
    -- A bill that was taken back gives it back on the day of its credit note.
    SELECT x.posted_on, 'credit_used', 'bill', -SUM(credit_returned(x.kind, x.bill_id))
    FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_posted_on)
    WHERE x.kind = 'credit_note' AND x.posted_on BETWEEN p_from AND p_to
    GROUP BY x.posted_on
    UNION ALL
    -- So does one that had carried something to credit: the credit goes, the charge that it stood for with it.
    SELECT x.posted_on, d.item, d.detail, SUM(d.sign * l.amount)
    FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_posted_on)
    JOIN bill_lines l ON l.bill_id = x.bill_id AND l.kind = 'carried'
    JOIN (SELECT 'billed' AS item, 'carried' AS detail, -1 AS sign
      UNION ALL SELECT 'adjusted', 'credit_note', 1) d
    WHERE x.kind = 'credit_note' AND x.posted_on BETWEEN p_from AND p_to
    GROUP BY x.posted_on, d.item, d.detail
    UNION ALL
    SELECT j.business_date, 'tender', t.kind, SUM(t.tendered - t.change_given)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN tenders t ON t.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY j.business_date, t.kind
    UNION ALL
    SELECT j.business_date, 'paid', 'bill', SUM(pa.amount)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN payment_allocations pa ON pa.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY j.business_date
    UNION ALL
    SELECT j.business_date, 'credit', 'counter', SUM(e.amount)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN credit_entries e ON e.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY j.business_date
    UNION ALL
    SELECT j.business_date, 'rounding', 'cash', SUM(COALESCE(p.rounding, r.rounding, -o.rounding))
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    LEFT JOIN payments p ON p.payment_id = j.entry_id
    LEFT JOIN reversals r ON r.entry_id = j.entry_id
    LEFT JOIN payments o ON o.payment_id = r.undone_entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY j.business_date
    UNION ALL
    SELECT j.business_date, 'moved', m.kind, SUM(m.amount)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN cash_movements m ON m.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind = 'movement'
    GROUP BY j.business_date, m.kind
    UNION ALL
    SELECT j.business_date, 'over_short', 'cash', SUM(z.difference)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN z_reports z ON z.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind = 'z'
    GROUP BY j.business_date
  ) q
  GROUP BY q.day, q.item, q.detail
  HAVING amount <> 0
  ORDER BY q.day, q.item, q.detail;
END
