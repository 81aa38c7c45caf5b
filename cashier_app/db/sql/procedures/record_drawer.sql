-- Appends a drawer opening: with its entry, or without a sale by right and reason.
-- grants: cashier supervisor
CREATE PROCEDURE record_drawer(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_entry_id BIGINT, IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, IF(p_entry_id IS NULL, 'open_drawer', NULL), v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF p_entry_id IS NULL AND TRIM(COALESCE(p_reason, '')) = '' THEN
    CALL refuse('reason_missing', NULL); LEAVE act;
  END IF;
  IF p_entry_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM journal j
      WHERE j.entry_id = p_entry_id AND j.counter_id = v_counter_id) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  INSERT INTO drawer_events (entry_id, shift_id, reason, stored_at, user_id, counter_id)
  VALUES (p_entry_id, (SELECT s.shift_id FROM shifts s WHERE s.open_counter = v_counter_id),
    COALESCE(p_reason, ''), SYSDATE(6), v_user_id, v_counter_id);
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
