-- A stored slip of cash by its entry, to be printed again as a counted and audited copy.
-- grants: cashier
CREATE PROCEDURE cash_slip(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_entry_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_copy_no INT;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'reprint', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  START TRANSACTION;
  -- The entry's row serialises copies, so that no two get one number.
  SELECT j.entry_id INTO v_entry_id FROM journal j
  WHERE j.entry_id = p_entry_id AND j.kind IN ('movement', 'check', 'safe')
    AND (j.user_id = v_user_id OR EXISTS (SELECT 1 FROM rights r
      WHERE r.user_id = v_user_id AND r.activity = 'see_day')) FOR UPDATE;
  IF v_entry_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;
  SELECT COALESCE(MAX(l.copy_no), 0) + 1 INTO v_copy_no FROM print_log l WHERE l.entry_id = v_entry_id;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, v_copy_no, 'queued', SYSDATE(6), v_user_id, v_counter_id);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  SELECT SYSDATE(6), v_user_id, v_counter_id, 'reprint',
    CONCAT(entry_number(c.code, j.kind, j.number), ' copy ', v_copy_no)
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_entry_id;
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, v_copy_no);
END
