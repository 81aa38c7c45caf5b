-- Every series with its first and last number and what is missing between them.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_gaps(
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

  -- DISTINCT keeps the inner table apart: each series is counted once, along the index.
  SELECT q.counter, q.kind, q.last_no, q.found, q.last_no - q.found - q.lost AS missing, q.lost
  FROM (
    SELECT DISTINCT c.code AS counter, s.counter_id, s.kind, s.last_no, (SELECT COUNT(*) FROM journal j
      WHERE j.counter_id = s.counter_id AND j.kind = s.kind) AS found, (SELECT COUNT(DISTINCT l.number) FROM lost_numbers l
      WHERE l.counter_id = s.counter_id AND l.kind = s.kind) AS lost
    FROM series s
    JOIN counters c ON c.counter_id = s.counter_id
    JOIN offices o ON o.office_id = c.office_id
    WHERE (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
  ) q
  ORDER BY q.counter, q.kind;
END
