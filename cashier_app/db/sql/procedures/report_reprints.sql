-- Copies of receipts and Zs: of what, which copy, by whom.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_reprints(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_since, v_until DATETIME(6);

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SET v_since = start_of_day(p_from), v_until = start_of_day(p_to + INTERVAL 1 DAY);
  SELECT MIN(l.stored_at) AS stored_at, entry_number(jc.code, j.kind, j.number) AS number, l.copy_no,
    c.code AS counter, u.user_name AS person, j.business_date AS of_day
  FROM print_log l
  JOIN journal j ON j.entry_id = l.entry_id
  JOIN counters jc ON jc.counter_id = j.counter_id
  JOIN counters c ON c.counter_id = l.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = l.user_id
  WHERE l.stored_at >= v_since AND l.stored_at < v_until AND l.copy_no > 0
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  GROUP BY j.entry_id, jc.code, j.kind, j.number, l.copy_no, c.code, u.user_name, j.business_date
  ORDER BY MIN(l.stored_at), j.entry_id, l.copy_no;
END
