-- What each person took, by tender.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_collections_by_person(
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

  SELECT u.user_name AS person, u.full_name,
    q.receipts, q.cash, q.cheque, q.card, q.transfer, q.total, q.taken_back
  FROM (
    SELECT t.user_id,
      SUM(t.receipts) AS receipts, SUM(t.cash) AS cash, SUM(t.cheque) AS cheque, SUM(t.card) AS card,
      SUM(t.transfer) AS transfer, SUM(t.total) AS total, SUM(t.taken_back) AS taken_back
    FROM report_takings t
    WHERE t.business_date BETWEEN p_from AND p_to
      AND (p_office IS NULL OR t.counter_id IN (SELECT c.counter_id FROM counters c
        JOIN offices o ON o.office_id = c.office_id WHERE o.code = p_office))
      AND (v_counter_id IS NULL OR t.counter_id = v_counter_id)
      AND (v_user_id IS NULL OR t.user_id = v_user_id)
    GROUP BY t.user_id
  ) q
  JOIN users u ON u.user_id = q.user_id
  ORDER BY u.user_name, u.full_name;
END
