-- What is owed by days past due, per tariff class; by due dates first, so that days are counted on few rows.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_ageing(
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

  SELECT q.tariff_class,
    SUM(IF(q.due_on >= p_to, q.amount, 0)) AS not_due,
    SUM(IF(DATEDIFF(p_to, q.due_on) BETWEEN 1 AND 30, q.amount, 0)) AS days_30,
    SUM(IF(DATEDIFF(p_to, q.due_on) BETWEEN 31 AND 60, q.amount, 0)) AS days_60,
    SUM(IF(DATEDIFF(p_to, q.due_on) BETWEEN 61 AND 90, q.amount, 0)) AS days_90,
    SUM(IF(DATEDIFF(p_to, q.due_on) > 90, q.amount, 0)) AS older,
    SUM(q.amount) AS total, -SUM(q.discount) AS discount, SUM(q.amount - q.discount) AS due
  FROM (
    SELECT b.due_on, a.tariff_class, SUM(b.balance) AS amount, 0 AS discount
    FROM bills b FORCE INDEX (ix_bills_status_due_on)
    JOIN accounts a ON a.account_id = b.account_id
    WHERE b.status IN ('issued', 'part_paid') AND b.issued_on <= p_to
    GROUP BY b.due_on, a.tariff_class
    UNION ALL
    SELECT b.due_on, a.tariff_class, SUM(pa.amount), 0
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN payment_allocations pa ON pa.entry_id = j.entry_id
    JOIN bills b ON b.bill_id = pa.bill_id AND b.issued_on <= p_to
    JOIN accounts a ON a.account_id = b.account_id
    WHERE j.business_date > p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY b.due_on, a.tariff_class
    UNION ALL
    SELECT b.due_on, a.tariff_class, -SUM(x.amount + credit_returned(x.kind, x.bill_id)), 0
    FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_posted_on)
    JOIN bills b ON b.bill_id = x.bill_id AND b.issued_on <= p_to
    JOIN accounts a ON a.account_id = b.account_id
    WHERE x.posted_on > p_to
    GROUP BY b.due_on, a.tariff_class
    UNION ALL
    -- As bill_due: what is taken off when it is paid on that day, if that leaves something and was not given yet.
    -- Not as a WHERE: MariaDB 10.11 then compares with the balance of now.
    SELECT d.due_on, d.tariff_class, 0, SUM(IF(d.discount_amount < d.owed, d.discount_amount, 0))
    FROM (
      SELECT b.due_on, a.tariff_class, b.discount_amount, b.balance
        + COALESCE((SELECT SUM(pa.amount) FROM payment_allocations pa
          JOIN journal j ON j.entry_id = pa.entry_id
          WHERE pa.bill_id = b.bill_id AND j.business_date > p_to), 0)
        - COALESCE((SELECT SUM(x.amount + credit_returned(x.kind, x.bill_id)) FROM bill_adjustments x
          WHERE x.bill_id = b.bill_id AND x.posted_on > p_to), 0) AS owed
      FROM bills b FORCE INDEX (ix_bills_discount_until)
      JOIN accounts a ON a.account_id = b.account_id
      WHERE b.discount_until >= p_to AND b.issued_on <= p_to AND b.status <> 'draft'
        AND (b.balance > 0 OR p_to <= CURRENT_DATE)
        AND NOT EXISTS (SELECT 1 FROM bill_adjustments x
          WHERE x.bill_id = b.bill_id AND x.kind = 'prompt_discount' AND x.posted_on <= p_to
            AND NOT EXISTS (SELECT 1 FROM bill_adjustments y
              WHERE y.reverses_id = x.adjustment_id AND y.posted_on <= p_to))
        AND (b.is_estimated = 0 OR discount_given_back(b.bill_id, p_to) = 0)
    ) d
    GROUP BY d.due_on, d.tariff_class
  ) q
  GROUP BY q.tariff_class
  HAVING total <> 0
  ORDER BY q.tariff_class;
END
