-- What goes to the bank: pieces counted at closing, and each cheque that was taken or came by a correction and was not handed back.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_deposit(
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

  SELECT q.office, q.kind, q.subject, SUM(q.pieces) AS pieces, SUM(q.amount) AS amount FROM (
    SELECT o.name AS office, 'cash' AS kind, 1 AS place, -d.value AS rank_no,
      TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST(d.value AS CHAR))) AS subject, d.pieces, d.value * d.pieces AS amount
    FROM shifts s
    JOIN counts n ON n.shift_id = s.shift_id AND n.kind = 'closing'
    JOIN denomination_counts d ON d.entry_id = n.entry_id
    JOIN counters c ON c.counter_id = s.counter_id
    JOIN offices o ON o.office_id = c.office_id
    JOIN users u ON u.user_id = s.user_id
    WHERE s.business_date BETWEEN p_from AND p_to
      AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
      AND (p_person IS NULL OR u.user_name = p_person)
    UNION ALL
    SELECT o.name, 'cheque', 2, t.entry_id, CONCAT(h.bank, ' ', h.cheque_no), 1, t.tendered
    FROM journal j FORCE INDEX (ix_journal_business_date_kind)
    JOIN counters c ON c.counter_id = j.counter_id
    JOIN offices o ON o.office_id = c.office_id
    JOIN users u ON u.user_id = j.user_id
    JOIN cheques h ON h.entry_id = j.entry_id
    JOIN tenders t ON t.entry_id = h.entry_id AND t.line_no = h.line_no
    LEFT JOIN corrections k ON k.entry_id = j.entry_id
    WHERE j.business_date BETWEEN p_from AND p_to AND j.kind IN ('payment', 'correction')
      AND (p_office IS NULL OR o.code = p_office) AND (p_counter IS NULL OR c.code = p_counter)
      AND (p_person IS NULL OR u.user_name = p_person)
      AND NOT cheque_returned(COALESCE(k.payment_id, j.entry_id), h.entry_id, h.line_no)
  ) q
  GROUP BY q.office, q.kind, q.place, q.rank_no, q.subject
  ORDER BY q.office, q.place, q.rank_no;
END
