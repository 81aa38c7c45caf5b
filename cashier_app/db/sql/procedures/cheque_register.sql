-- The register: cheques in one state, oldest first, from where the last page ended; 200 a CALL.
-- grants: supervisor clerk auditor
CREATE PROCEDURE cheque_register(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_after_entry BIGINT, IN p_after_line INT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  -- By key, so that a page ends after 200 rows whatever the register holds.
  SELECT q.entry_id, q.line_no, q.bank, q.cheque_no, q.dated_on, t.tendered AS amount, q.face_amount,
    p.receipt_no, a.account_no, cu.name AS customer_name, j.business_date, c.name AS counter_name,
    p_state AS state,
    (SELECT MAX(e.deposit_id) FROM cheque_events e WHERE e.entry_id = q.entry_id
      AND e.line_no = q.line_no) AS deposit_id,
    (SELECT MAX(e.stored_at) FROM cheque_events e WHERE e.entry_id = q.entry_id
      AND e.line_no = q.line_no) AS since
  FROM cheques q
  JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no
  JOIN journal j ON j.entry_id = q.entry_id
  JOIN counters c ON c.counter_id = j.counter_id
  LEFT JOIN corrections k ON k.entry_id = q.entry_id
  JOIN payments p ON p.payment_id = COALESCE(k.payment_id, q.entry_id)
  JOIN accounts a ON a.account_id = p.account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  WHERE (q.entry_id > p_after_entry OR (q.entry_id = p_after_entry AND q.line_no > p_after_line))
    AND p_state = COALESCE(
      (SELECT e.state FROM cheque_events e WHERE e.entry_id = q.entry_id AND e.line_no = q.line_no
        ORDER BY e.cheque_event_id DESC LIMIT 1),
      IF(cheque_returned(p.payment_id, q.entry_id, q.line_no), 'returned', 'received'))
  ORDER BY q.entry_id, q.line_no LIMIT 200;
END
