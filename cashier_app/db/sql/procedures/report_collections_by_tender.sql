-- What was handed over by each kind of tender, the change and what was taken back.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_collections_by_tender(
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

  SELECT COALESCE(t.kind, 'credit') AS tender,
    COUNT(DISTINCT IF(j.kind = 'payment', j.entry_id, NULL)) AS receipts,
    COALESCE(SUM(IF(t.tendered > 0, t.tendered, 0)), 0) AS handed_over,
    COALESCE(SUM(IF(t.tendered > 0, -t.change_given, 0)), 0) AS change_given,
    COALESCE(SUM(IF(t.tendered < 0, t.tendered - t.change_given, 0)), 0) AS taken_back,
    COALESCE(SUM(t.tendered - t.change_given), 0) AS total
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN tenders t ON t.entry_id = j.entry_id
  WHERE j.business_date BETWEEN p_from AND p_to
    AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  GROUP BY t.kind
  ORDER BY t.kind;
END
