-- The register of cheques taken, with where each stands.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_cheques(
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

  SELECT j.business_date, p.receipt_no AS receipt, h.bank, h.cheque_no, h.dated_on, a.account_no,
    k.name AS customer, c.code AS counter, t.tendered AS amount,
    COALESCE((SELECT e.state FROM cheque_events e WHERE e.entry_id = h.entry_id AND e.line_no = h.line_no
      ORDER BY e.cheque_event_id DESC LIMIT 1),
      IF(cheque_returned(p.payment_id, h.entry_id, h.line_no), 'returned', 'taken')) AS state
  FROM journal j FORCE INDEX (ix_journal_business_date_kind)
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  JOIN cheques h ON h.entry_id = j.entry_id
  JOIN tenders t ON t.entry_id = h.entry_id AND t.line_no = h.line_no
  LEFT JOIN corrections x ON x.entry_id = j.entry_id
  JOIN payments p ON p.payment_id = COALESCE(x.payment_id, j.entry_id)
  JOIN accounts a ON a.account_id = p.account_id
  JOIN customers k ON k.customer_id = a.customer_id
  WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'correction')
    AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
    AND (p_person IS NULL OR u.user_name = p_person)
    AND (p_search IS NULL OR h.cheque_no = CONVERT(p_search USING ascii)
      OR LOCATE(LOWER(p_search), LOWER(CONCAT(h.bank, ' ', k.name))) > 0)
  ORDER BY j.business_date, h.bank, h.cheque_no, h.entry_id;
END
