-- What was taken in each hour of the day: when the hall is full.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_collections_by_hour(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_counter_id BIGINT;
  DECLARE v_user_id BIGINT;

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;
  -- Filters as keys: without one no name is joined to the day's entries. An unknown name is key 0.
  SELECT IF(p_counter IS NULL, NULL,
    COALESCE((SELECT c.counter_id FROM counters c WHERE c.code = p_counter), 0)) INTO v_counter_id;
  SELECT IF(p_person IS NULL, NULL,
    COALESCE((SELECT u.user_id FROM users u WHERE u.user_name = p_person), 0)) INTO v_user_id;

  -- By quarters of an hour first: few rows are left to be told in the utility's own time. That in
  -- one step: MariaDB merges a table between, and loses its columns when the CALL is repeated.
  SELECT HOUR(q.quarter_at + INTERVAL COALESCE((SELECT z.minutes FROM utility_offsets z
      WHERE z.from_utc <= q.quarter_at ORDER BY z.from_utc DESC LIMIT 1), 0) MINUTE) AS hour,
    SUM(q.receipts) AS receipts, SUM(q.cash) AS cash, SUM(q.cheque) AS cheque, SUM(q.card) AS card,
    SUM(q.transfer) AS transfer,
    SUM(q.total) AS total, SUM(q.taken_back) AS taken_back
  FROM (
    SELECT MIN(t.stored_at) AS quarter_at,
      SUM(t.receipts) AS receipts, SUM(t.cash) AS cash, SUM(t.cheque) AS cheque, SUM(t.card) AS card,
      SUM(t.transfer) AS transfer, SUM(t.total) AS total, SUM(t.taken_back) AS taken_back
    FROM report_takings t
    WHERE t.business_date BETWEEN p_from AND p_to
      AND (p_office IS NULL OR t.counter_id IN (SELECT c.counter_id FROM counters c
        JOIN offices o ON o.office_id = c.office_id WHERE o.code = p_office))
      AND (v_counter_id IS NULL OR t.counter_id = v_counter_id)
      AND (v_user_id IS NULL OR t.user_id = v_user_id)
    GROUP BY TIMESTAMPDIFF(MINUTE, '2000-01-01', t.stored_at) DIV 15
  ) q
  GROUP BY hour
  ORDER BY hour;
END
