-- Every yes of a supervisor, for what, and whether it was used.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_approvals(
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
  SELECT y.approved_at, y.act, y.amount, u.user_name AS approved_by, y.reason,
    COALESCE(entry_number(c.code, j.kind, j.number), '') AS used_for, COALESCE(w.user_name, '') AS used_by
  FROM approvals y
  JOIN users u ON u.user_id = y.user_id
  LEFT JOIN approval_uses x ON x.approval_id = y.approval_id
  LEFT JOIN journal j ON j.entry_id = x.entry_id
  LEFT JOIN counters c ON c.counter_id = j.counter_id
  LEFT JOIN offices o ON o.office_id = c.office_id
  LEFT JOIN users w ON w.user_id = j.user_id
  WHERE y.approved_at >= v_since AND y.approved_at < v_until
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR p_person IN (u.user_name, w.user_name))
  ORDER BY y.approved_at, y.approval_id;
END
