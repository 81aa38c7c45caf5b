-- One receipt, or what took it back, whole: bills, credit, tenders, prints; p_search is its number.
-- grants: supervisor clerk auditor administrator
CREATE PROCEDURE report_receipt(
  IN p_from DATE, IN p_to DATE,
  IN p_office VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_counter VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_person VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_search VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
report: BEGIN
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_entry_id BIGINT;

  CALL begin_report('read_reports', v_refusal);
  IF v_refusal <> '' THEN LEAVE report; END IF;

  SELECT COALESCE(
    (SELECT p.payment_id FROM payments p WHERE p.receipt_no = CONVERT(p_search USING ascii)),
    (SELECT j.entry_id FROM counters c JOIN journal j ON j.counter_id = c.counter_id
     WHERE c.code = SUBSTRING_INDEX(p_search, '-', 1) AND j.kind NOT IN ('payment')
       AND j.number = CAST(SUBSTRING_INDEX(p_search, '-', -1) AS UNSIGNED)
       AND entry_number(c.code, j.kind, j.number) = CONVERT(p_search USING ascii) LIMIT 1)) INTO v_entry_id;
  SELECT q.part, q.subject, q.detail, q.amount FROM (
    SELECT 1 AS place, j.entry_id AS line, j.kind AS part,
      entry_number(c.code, j.kind, j.number) AS subject,
      CONCAT(CAST(j.business_date AS CHAR), ', ', u.full_name, ', ', c.name) AS detail,
      CAST(NULL AS DECIMAL(18, 3)) AS amount
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id JOIN users u ON u.user_id = j.user_id
    WHERE j.entry_id = v_entry_id
    UNION ALL SELECT 2, 0, 'customer', a.account_no, k.name, NULL
    FROM accounts a JOIN customers k ON k.customer_id = a.customer_id
    WHERE a.account_id = COALESCE((SELECT p.account_id FROM payments p WHERE p.payment_id = v_entry_id),
      (SELECT r.account_id FROM reversals r WHERE r.entry_id = v_entry_id))
    UNION ALL SELECT 3, pa.line_no, 'bill', b.bill_no, CONCAT('due ', CAST(b.due_on AS CHAR)), pa.amount
    FROM payment_allocations pa JOIN bills b ON b.bill_id = pa.bill_id WHERE pa.entry_id = v_entry_id
    UNION ALL SELECT 4, x.line_no, x.kind, b.bill_no, x.cause, x.amount
    FROM bill_adjustments x JOIN bills b ON b.bill_id = x.bill_id WHERE x.entry_id = v_entry_id
    UNION ALL SELECT 5, e.line_no, IF(e.amount > 0, 'credit made', 'credit used'), a.account_no, '', e.amount
    FROM credit_entries e JOIN accounts a ON a.account_id = e.account_id WHERE e.entry_id = v_entry_id
    UNION ALL SELECT 6, t.line_no, t.kind, 'handed over', '', t.tendered
    FROM tenders t WHERE t.entry_id = v_entry_id
    UNION ALL SELECT 7, t.line_no, t.kind, 'change', '', -t.change_given
    FROM tenders t WHERE t.entry_id = v_entry_id AND t.change_given <> 0
    UNION ALL SELECT 8, h.line_no, 'cheque', h.cheque_no, CONCAT(h.bank, ', ', CAST(h.dated_on AS CHAR)), NULL
    FROM cheques h WHERE h.entry_id = v_entry_id
    UNION ALL SELECT 9, r.entry_id, 'takes back', entry_number(c.code, j.kind, j.number), r.reason, NULL
    FROM reversals r JOIN journal j ON j.entry_id = r.undone_entry_id
    JOIN counters c ON c.counter_id = j.counter_id WHERE r.entry_id = v_entry_id
    UNION ALL SELECT 10, r.entry_id, 'taken back by', entry_number(c.code, j.kind, j.number), r.reason, NULL
    FROM reversals r JOIN journal j ON j.entry_id = r.entry_id
    JOIN counters c ON c.counter_id = j.counter_id WHERE r.undone_entry_id = v_entry_id
    UNION ALL SELECT 11, l.print_event_id, 'paper', IF(l.copy_no = 0, 'original', CONCAT('copy ', l.copy_no)),
      REPLACE(l.state, '_', ' '), NULL FROM print_log l WHERE l.entry_id = v_entry_id
  ) q ORDER BY q.place, q.line;
END
