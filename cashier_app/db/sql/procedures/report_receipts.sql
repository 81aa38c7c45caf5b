-- Every receipt and what took one back, to drill down to; p_search: text, tender:cash or hour:10.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_receipts(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_tender VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT
    IF(p_search LIKE 'tender:%', SUBSTRING(p_search, 8, 8), NULL);
  DECLARE v_hour INT DEFAULT IF(p_search LIKE 'hour:%', CAST(SUBSTRING(p_search, 6, 2) AS UNSIGNED), NULL);
  DECLARE v_text VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT
    IF(v_tender IS NULL AND v_hour IS NULL, p_search, NULL);

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SELECT j.stored_at, IF(j.kind = 'payment', p.receipt_no, entry_number(c.code, j.kind, j.number)) AS number,
    j.kind, a.account_no, k.name AS customer, c.code AS counter, u.user_name AS person,
    COALESCE(SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)), 0) AS cash,
    COALESCE(SUM(IF(t.kind = 'cheque', t.tendered, 0)), 0) AS cheque,
    COALESCE(SUM(IF(t.kind = 'card', t.tendered, 0)), 0) AS card,
    COALESCE(SUM(IF(t.kind = 'transfer', t.tendered, 0)), 0) AS transfer,
    COALESCE(SUM(t.tendered - t.change_given), 0) AS amount,
    COALESCE((SELECT entry_number(bc.code, bj.kind, bj.number) FROM reversals b
      JOIN journal bj ON bj.entry_id = b.entry_id JOIN counters bc ON bc.counter_id = bj.counter_id
      WHERE b.undone_entry_id = j.entry_id), '') AS taken_back_by
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN payments p ON p.payment_id = j.entry_id
  LEFT JOIN reversals r ON r.entry_id = j.entry_id
  LEFT JOIN accounts a ON a.account_id = COALESCE(p.account_id, r.account_id)
  LEFT JOIN customers k ON k.customer_id = a.customer_id
  LEFT JOIN tenders t ON t.entry_id = j.entry_id
  WHERE j.business_date BETWEEN p_from AND p_to
    AND j.kind IN ('payment', 'undo', 'reversal', 'correction', 'move', 'refund', 'bounce')
    AND (p_office IS NULL OR c.office_id = (SELECT o.office_id FROM offices o WHERE o.code = p_office))
    AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
    AND (v_tender IS NULL OR EXISTS (SELECT 1 FROM tenders w
      WHERE w.entry_id = j.entry_id AND w.kind = v_tender)
      -- What was paid with credit alone has no tender.
      OR (v_tender = 'credit' AND NOT EXISTS (SELECT 1 FROM tenders w WHERE w.entry_id = j.entry_id)))
    AND (v_hour IS NULL OR v_hour = HOUR(j.stored_at + INTERVAL COALESCE((SELECT z.minutes
      FROM utility_offsets z WHERE z.from_utc <= j.stored_at ORDER BY z.from_utc DESC LIMIT 1), 0) MINUTE))
    AND (v_text IS NULL OR p.receipt_no = v_text OR a.account_no = v_text
      OR LOCATE(LOWER(v_text), LOWER(k.name)) > 0)
  GROUP BY j.entry_id, j.stored_at, p.receipt_no, c.code, j.kind, j.number, a.account_no, k.name, u.user_name
  ORDER BY j.stored_at, j.entry_id;
END
