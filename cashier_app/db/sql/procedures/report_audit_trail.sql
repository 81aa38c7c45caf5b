-- Every act in its order, with money or not; p_search finds in acts, numbers and details.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_audit_trail(
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
  SELECT q.stored_at, q.person, q.counter, q.act, q.detail FROM (
    SELECT e.stored_at, COALESCE(u.user_name, '') AS person, COALESCE(c.code, '') AS counter, e.act, e.detail
    FROM audit_events e
    LEFT JOIN users u ON u.user_id = e.user_id
    LEFT JOIN counters c ON c.counter_id = e.counter_id
    LEFT JOIN offices o ON o.office_id = c.office_id
    WHERE e.stored_at >= v_since AND e.stored_at < v_until
      AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
      AND (p_person IS NULL OR u.user_name = p_person)
    UNION ALL
    SELECT j.stored_at, u.user_name, c.code, j.kind, entry_number(c.code, j.kind, j.number)
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN counters c ON c.counter_id = j.counter_id
    JOIN offices o ON o.office_id = c.office_id
    JOIN users u ON u.user_id = j.user_id
    WHERE j.business_date BETWEEN p_from AND p_to
      AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
      AND (p_person IS NULL OR u.user_name = p_person)
    UNION ALL
    SELECT d.stored_at, u.user_name, c.code, 'drawer', d.reason
    FROM drawer_events d
    JOIN users u ON u.user_id = d.user_id
    JOIN counters c ON c.counter_id = d.counter_id
    JOIN offices o ON o.office_id = c.office_id
    WHERE d.stored_at >= v_since AND d.stored_at < v_until AND d.entry_id IS NULL
      AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
      AND (p_person IS NULL OR u.user_name = p_person)
  ) q
  WHERE p_search IS NULL
    OR LOCATE(LOWER(p_search), LOWER(CONCAT_WS(' ', q.act, q.detail, q.person))) > 0
  ORDER BY q.stored_at, q.act, q.detail;
END
