-- Appends that the drawer opened for a stored entry; without one it opens by move_cash, which needs right and reason.
-- grants: cashier supervisor
CREATE PROCEDURE record_drawer(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_entry_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM journal j
      WHERE j.entry_id = p_entry_id AND j.counter_id = v_counter_id) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  INSERT INTO drawer_events (entry_id, shift_id, reason, stored_at, user_id, counter_id)
  VALUES (p_entry_id, (SELECT s.shift_id FROM shifts s WHERE s.open_counter = v_counter_id),
    '', SYSDATE(6), v_user_id, v_counter_id);
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
