-- A stored receipt or the slip of an undo or correction by its printed number; p_reprint counts and audits a copy.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE stored_receipt(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_number VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin, IN p_reprint BOOLEAN
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_entry_id BIGINT DEFAULT NULL;
  DECLARE v_copy_no INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, IF(p_reprint, 'reprint', NULL), v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  -- Whoever serves no customers looks at papers as a part of the books.
  IF NOT p_reprint AND EXISTS (SELECT 1 FROM users u WHERE u.user_id = v_user_id
      AND u.role IN ('clerk', 'auditor', 'administrator'))
    AND NOT EXISTS (SELECT 1 FROM rights r WHERE r.user_id = v_user_id AND r.activity = 'read_reports') THEN
    CALL refuse('no_right', NULL); LEAVE act;
  END IF;
  SELECT p.payment_id INTO v_entry_id FROM payments p WHERE p.receipt_no = p_number;
  -- A paper may bear the number of a receipt that was lost and entered again.
  IF v_entry_id IS NULL THEN SET v_entry_id = entered_as(p_number); END IF;
  IF v_entry_id IS NULL THEN
    SELECT j.entry_id INTO v_entry_id FROM counters c
    JOIN journal j ON j.counter_id = c.counter_id
      AND j.kind = CASE SUBSTRING_INDEX(SUBSTRING_INDEX(p_number, '-', 2), '-', -1)
        WHEN 'U' THEN 'undo' WHEN 'R' THEN 'reversal' WHEN 'V' THEN 'move' WHEN 'K' THEN 'correction'
        WHEN 'F' THEN 'refund' WHEN 'B' THEN 'bounce' END
      AND j.number = CAST(SUBSTRING_INDEX(p_number, '-', -1) AS UNSIGNED)
    WHERE c.code = SUBSTRING_INDEX(p_number, '-', 1) AND entry_number(c.code, j.kind, j.number) = p_number;
  END IF;
  IF v_entry_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;

  IF p_reprint THEN
    START TRANSACTION;
    -- The entry's row serialises copies, so that no two get one number.
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.entry_id = v_entry_id FOR UPDATE;
    SELECT COALESCE(MAX(l.copy_no), 0) + 1 INTO v_copy_no FROM print_log l WHERE l.entry_id = v_entry_id;
    INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
    VALUES (v_entry_id, v_copy_no, 'queued', SYSDATE(6), v_user_id, v_counter_id);
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (SYSDATE(6), v_user_id, v_counter_id, 'reprint', CONCAT(p_number, ' copy ', v_copy_no));
    COMMIT;
  END IF;
  CALL emit_receipt(v_entry_id, v_copy_no, 'done', '');
END
