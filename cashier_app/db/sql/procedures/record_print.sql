-- Appends what became of a paper; print state is events, never an update.
-- grants: cashier supervisor
CREATE PROCEDURE record_print(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_entry_id BIGINT, IN p_copy_no INT, IN p_state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF p_state NOT IN ('printed', 'not printed', 'not known') OR p_state LIKE '% '
      OR NOT EXISTS (SELECT 1 FROM print_log l WHERE l.entry_id = p_entry_id AND l.copy_no = p_copy_no
        AND l.counter_id = v_counter_id) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (p_entry_id, p_copy_no, p_state, SYSDATE(6), v_user_id, v_counter_id);
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
