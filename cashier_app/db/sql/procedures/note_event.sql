-- Audits what a person did at the counter besides money: sign-out, lock, unlock, set aside, password.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE note_event(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_act VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_detail VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF p_act NOT IN ('sign_out', 'lock', 'unlock', 'unlock_failed', 'set_aside', 'password_changed',
      'missing_receipts') OR p_act LIKE '% ' THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (SYSDATE(6), v_user_id, v_counter_id, p_act, p_detail);
  IF p_act = 'password_changed' THEN
    UPDATE users u SET u.must_change_password = 0 WHERE u.user_id = v_user_id;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
