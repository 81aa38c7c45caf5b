-- Drawers opened without a payment, with the reason.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_drawer_openings(
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
  SELECT d.stored_at, c.code AS counter, u.user_name AS person, d.reason
  FROM drawer_events d
  JOIN counters c ON c.counter_id = d.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = d.user_id
  WHERE d.stored_at >= v_since AND d.stored_at < v_until AND d.entry_id IS NULL
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
  ORDER BY d.stored_at, d.drawer_event_id;
END
