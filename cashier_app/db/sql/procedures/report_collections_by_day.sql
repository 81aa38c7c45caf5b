-- What was taken on each day, by tender.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_collections_by_day(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  -- Filters as keys: without one no name is joined to the day's entries. An unknown name is key 0.
  DECLARE v_counter_id BIGINT DEFAULT IF(p_counter IS NULL, NULL,
    COALESCE((SELECT c.counter_id FROM counters c WHERE c.code = p_counter), 0));
  DECLARE v_user_id BIGINT DEFAULT IF(p_person IS NULL, NULL,
    COALESCE((SELECT u.user_id FROM users u WHERE u.user_name = p_person), 0));

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SELECT j.business_date AS day,
    SUM(j.kind = 'payment' AND COALESCE(t.line_no, 1) = 1) AS receipts,
    COALESCE(SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)), 0) AS cash,
    COALESCE(SUM(IF(t.kind = 'cheque', t.tendered, 0)), 0) AS cheque,
    COALESCE(SUM(IF(t.kind = 'card', t.tendered, 0)), 0) AS card,
    COALESCE(SUM(IF(t.kind = 'transfer', t.tendered, 0)), 0) AS transfer,
    COALESCE(SUM(t.tendered - t.change_given), 0) AS total,
    COALESCE(SUM(IF(t.tendered < 0, t.tendered - t.change_given, 0)), 0) AS taken_back
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  LEFT JOIN tenders t ON t.entry_id = j.entry_id
  WHERE j.business_date BETWEEN p_from AND p_to
    AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    AND (p_office IS NULL OR j.counter_id IN (SELECT c.counter_id FROM counters c
      JOIN offices o ON o.office_id = c.office_id WHERE o.code = p_office))
    AND (v_counter_id IS NULL OR j.counter_id = v_counter_id)
    AND (v_user_id IS NULL OR j.user_id = v_user_id)
  GROUP BY j.business_date
  ORDER BY j.business_date;
END
