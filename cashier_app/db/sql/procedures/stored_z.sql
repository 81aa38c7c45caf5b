-- A stored Z by its shift; p_reprint counts and audits a copy.
-- grants: cashier
CREATE PROCEDURE stored_z(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_shift_id BIGINT, IN p_reprint BOOLEAN
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id BIGINT DEFAULT NULL;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_full BOOLEAN;
  DECLARE v_copy_no INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, IF(p_reprint, 'reprint', NULL), v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL may_see(v_user_id, v_counter_id, p_shift_id, v_full, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT z.entry_id INTO v_entry_id FROM z_reports z WHERE z.shift_id = p_shift_id;
  IF v_entry_id IS NULL THEN CALL refuse('no_such_report', NULL); LEAVE act; END IF;

  IF p_reprint THEN
    START TRANSACTION;
    -- The entry's row serialises copies, so that no two get one number.
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.entry_id = v_entry_id FOR UPDATE;
    SELECT COALESCE(MAX(l.copy_no), 0) + 1 INTO v_copy_no FROM print_log l WHERE l.entry_id = v_entry_id;
    INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
    VALUES (v_entry_id, v_copy_no, 'queued', SYSDATE(6), v_user_id, v_counter_id);
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    SELECT SYSDATE(6), v_user_id, v_counter_id, 'reprint',
      CONCAT(entry_number(c.code, j.kind, j.number), ' copy ', v_copy_no)
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_entry_id;
    COMMIT;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_z(v_entry_id, v_copy_no);
END
