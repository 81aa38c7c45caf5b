-- What was billed, by kind of line: revenue, duty and tax, per tariff class.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_revenue(
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

  SELECT a.tariff_class, l.kind, COUNT(DISTINCT b.bill_id) AS bills, SUM(l.quantity) AS quantity, l.unit,
    SUM(l.amount) AS amount
  FROM bills b FORCE INDEX (ix_bills_issued_on)
  JOIN bill_lines l ON l.bill_id = b.bill_id
  JOIN accounts a ON a.account_id = b.account_id
  WHERE b.issued_on BETWEEN p_from AND p_to AND b.status <> 'draft'
  GROUP BY a.tariff_class, l.kind, l.unit
  ORDER BY a.tariff_class, l.kind, l.unit;
END
