-- One deposit of cheques as it was listed to the bank, for its paper.
-- grants: supervisor clerk auditor
CREATE PROCEDURE cheque_deposit(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin, IN p_deposit_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM cheque_deposits d WHERE d.deposit_id = p_deposit_id) THEN
    CALL refuse('no_such_deposit', NULL); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT d.deposit_id, d.bank, d.stored_at, u.full_name AS person
  FROM cheque_deposits d JOIN users u ON u.user_id = d.user_id WHERE d.deposit_id = p_deposit_id;
  SELECT q.bank, q.cheque_no, q.dated_on, t.tendered AS amount, p.receipt_no
  FROM cheque_events e
  JOIN cheques q ON q.entry_id = e.entry_id AND q.line_no = e.line_no
  JOIN tenders t ON t.entry_id = e.entry_id AND t.line_no = e.line_no
  LEFT JOIN corrections k ON k.entry_id = e.entry_id
  JOIN payments p ON p.payment_id = COALESCE(k.payment_id, e.entry_id)
  WHERE e.deposit_id = p_deposit_id
  ORDER BY q.bank, q.cheque_no, q.entry_id, q.line_no;
END
