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

  SELECT c.code AS counter, s.kind, s.last_no, COALESCE(q.found, 0) AS found,
    s.last_no - COALESCE(q.found, 0) AS missing,
    COALESCE((SELECT COUNT(*) FROM journal l WHERE l.counter_id = s.counter_id AND l.kind = 'lost'
      AND s.kind = 'payment'), 0) AS lost
  FROM series s
  JOIN counters c ON c.counter_id = s.counter_id
  JOIN offices o ON o.office_id = c.office_id
  LEFT JOIN (SELECT j.counter_id, j.kind, COUNT(*) AS found FROM journal j
    GROUP BY j.counter_id, j.kind) q ON q.counter_id = s.counter_id AND q.kind = s.kind
  WHERE (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
  ORDER BY c.code, s.kind;
END
