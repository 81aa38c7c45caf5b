-- What was billed and what was collected in each month, per tariff class.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_billing(
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

  SELECT q.month_of, q.tariff_class, SUM(q.billed) AS billed, SUM(q.collected) AS collected,
    ROUND(100 * SUM(q.collected) / NULLIF(SUM(q.billed), 0), 1) AS percent
  FROM (
    SELECT DATE_FORMAT(b.issued_on, '%Y-%m') AS month_of, a.tariff_class, SUM(b.total) AS billed, 0 AS collected
    FROM bills b FORCE INDEX (ix_bills_issued_on)
    JOIN accounts a ON a.account_id = b.account_id
    WHERE b.issued_on BETWEEN p_from AND p_to AND b.status <> 'draft'
    GROUP BY month_of, a.tariff_class
    UNION ALL
    SELECT DATE_FORMAT(j.business_date, '%Y-%m') AS month_of, a.tariff_class, 0, SUM(pa.amount)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN payment_allocations pa ON pa.entry_id = j.entry_id
    JOIN bills b ON b.bill_id = pa.bill_id
    JOIN accounts a ON a.account_id = b.account_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    GROUP BY month_of, a.tariff_class
  ) q
  GROUP BY q.month_of, q.tariff_class
  ORDER BY q.month_of, q.tariff_class;
END
