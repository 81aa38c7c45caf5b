-- The locked count of this person's shift, to go on with closing after a restart.
-- grants: cashier
CREATE PROCEDURE locked_count(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_shift_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT EXISTS (SELECT 1 FROM shifts s WHERE s.shift_id = p_shift_id AND s.state <> 'open'
      AND s.user_id = v_user_id AND s.counter_id = v_counter_id) THEN
    CALL refuse('shift_not_counted', NULL); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_count(p_shift_id);
END
