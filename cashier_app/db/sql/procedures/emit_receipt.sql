-- Everything the receipt or the slip of a stored entry prints, from stored rows only (emit_receipt_rows).
-- The canonical text names the entry's children: a table that holds none of them is not opened.
-- grants:
CREATE PROCEDURE emit_receipt(
  IN p_entry_id BIGINT, IN p_copy_no INT,
  IN p_outcome VARCHAR(32) CHARACTER SET ascii, IN p_code VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii;
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  DECLARE v_canonical MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_number VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_undoes, v_undone_by VARCHAR(24) CHARACTER SET ascii DEFAULT '';
  DECLARE v_running, v_account_id, v_undone_id, v_undo_id BIGINT;
  DECLARE v_rounding, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_used, v_made DECIMAL(18, 3) DEFAULT 0;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_approver VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_approval_id BIGINT;

  SELECT j.kind, j.number, p.receipt_no, p.account_id, COALESCE(p.rounding, 0), p.due_after, p.credit_after,
    u.entry_id, c.code, CONVERT(j.canonical USING utf8mb4)
  INTO v_kind, v_running, v_number, v_account_id, v_rounding, v_due, v_credit,
    v_undo_id, v_code, v_canonical
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id
  LEFT JOIN payments p ON p.payment_id = j.entry_id
  LEFT JOIN reversals u ON u.undone_entry_id = j.entry_id
  WHERE j.entry_id = p_entry_id;
  IF v_kind <> 'payment' THEN
    SELECT COALESCE(r.reason, k.reason, f.reason), COALESCE(r.approval_id, k.approval_id, f.approval_id),
      COALESCE(r.account_id, f.account_id, p.account_id),
      COALESCE(r.payment_id, r.undone_entry_id, k.payment_id), COALESCE(r.rounding, v_rounding),
      COALESCE(r.due_after, f.due_after, p.due_after),
      COALESCE(r.credit_after, f.credit_after, p.credit_after)
    INTO v_reason, v_approval_id, v_account_id, v_undone_id, v_rounding, v_due, v_credit
    FROM journal j
    LEFT JOIN reversals r ON r.entry_id = j.entry_id
    LEFT JOIN corrections k ON k.entry_id = j.entry_id
    LEFT JOIN payments p ON p.payment_id = k.payment_id
    LEFT JOIN refunds f ON f.entry_id = j.entry_id
    WHERE j.entry_id = p_entry_id;
    SELECT COALESCE((SELECT u.full_name FROM approvals a JOIN users u ON u.user_id = a.user_id
      WHERE a.approval_id = v_approval_id), '') INTO v_approver;
  END IF;
  IF v_number IS NULL THEN SET v_number = entry_number(v_code, v_kind, v_running); END IF;
  IF v_undone_id IS NOT NULL THEN
    SELECT entry_number(c.code, j.kind, j.number) INTO v_undoes
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_undone_id;
  END IF;
  IF v_undo_id IS NOT NULL THEN
    SELECT entry_number(c.code, j.kind, j.number) INTO v_undone_by
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_undo_id;
  END IF;
  IF v_canonical LIKE '%|C%' THEN
    SELECT COALESCE(-SUM(IF((e.amount < 0) = (v_kind = 'payment' OR e.line_no > 1000), e.amount, 0)), 0),
      COALESCE(SUM(IF((e.amount > 0) = (v_kind = 'payment' OR e.line_no > 1000), e.amount, 0)), 0)
    INTO v_used, v_made FROM credit_entries e WHERE e.entry_id = p_entry_id;
  END IF;
  CALL emit_receipt_rows(p_outcome, p_code, p_copy_no, p_entry_id, v_account_id, v_number, v_rounding, v_due,
    v_credit, v_used, v_made, v_canonical REGEXP '[|]T[0-9]+:(cheque|card|transfer):', v_undone_id, v_undoes,
    v_undone_by, COALESCE(v_reason, ''), v_approver);
END
