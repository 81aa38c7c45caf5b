-- What was taken back and why, by whom and approved by whom.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_taken_back(
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

  SELECT j.stored_at, entry_number(c.code, j.kind, j.number) AS number, r.kind,
    entry_number(oc.code, oj.kind, oj.number) AS takes_back, oj.business_date AS of_day, a.account_no,
    c.code AS counter, u.user_name AS person, COALESCE(v.user_name, '') AS approved_by, r.reason,
    COALESCE((SELECT SUM(t.tendered - t.change_given) FROM tenders t WHERE t.entry_id = j.entry_id), 0) AS amount
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  JOIN reversals r ON r.entry_id = j.entry_id
  JOIN journal oj ON oj.entry_id = r.undone_entry_id
  JOIN counters oc ON oc.counter_id = oj.counter_id
  JOIN accounts a ON a.account_id = r.account_id
  LEFT JOIN approvals y ON y.approval_id = r.approval_id
  LEFT JOIN users v ON v.user_id = y.user_id
  WHERE j.business_date BETWEEN p_from AND p_to
    AND j.kind IN ('undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY j.stored_at, j.entry_id;
END
