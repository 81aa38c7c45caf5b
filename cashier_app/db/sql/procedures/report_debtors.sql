-- The hundred accounts that owe most past their due date, as they stand now.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_debtors(
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

  SELECT a.account_no, k.name AS customer, a.tariff_class, q.bills, q.oldest_due, q.owed, q.overdue, a.credit
  FROM (
    SELECT b.account_id, COUNT(*) AS bills, MIN(b.due_on) AS oldest_due, SUM(b.balance) AS owed,
      SUM(IF(b.due_on < p_to, b.balance, 0)) AS overdue
    FROM bills b FORCE INDEX (ix_bills_status_due_on)
    WHERE b.status IN ('issued', 'part_paid')
    GROUP BY b.account_id
    HAVING overdue > 0
    ORDER BY overdue DESC, b.account_id LIMIT 100
  ) q
  JOIN accounts a ON a.account_id = q.account_id
  JOIN customers k ON k.customer_id = a.customer_id
  ORDER BY q.overdue DESC, q.account_id;
END
