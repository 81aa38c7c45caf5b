-- Which periods are locked, by whom, and the receivables they were locked with.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_period_locks(
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

  SELECT l.locked_to, l.locked_at, u.user_name AS person, l.reason, k.tariff_class, k.closing
  FROM period_locks l
  LEFT JOIN users u ON u.user_id = l.user_id
  LEFT JOIN period_closings k ON k.locked_to = l.locked_to
  ORDER BY l.locked_to, k.tariff_class;
END
