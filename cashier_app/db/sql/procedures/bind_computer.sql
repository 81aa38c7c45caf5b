-- A counter's token works on the computer that used it first: a copy of its folder elsewhere is refused.
-- grants: cashier supervisor clerk auditor administrator
CREATE PROCEDURE bind_computer(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_computer VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_computer REGEXP '^[0-9a-f]{64}\\z', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM counters c WHERE c.counter_id = v_counter_id AND c.computer IS NULL) THEN
    UPDATE counters c SET c.computer = UNHEX(p_computer)
    WHERE c.counter_id = v_counter_id AND c.computer IS NULL;
    IF ROW_COUNT() = 1 THEN
      INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
      VALUES (SYSDATE(6), v_user_id, v_counter_id, 'computer_bound', LEFT(p_computer, 8));
    END IF;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM counters c WHERE c.counter_id = v_counter_id
      AND c.computer = UNHEX(p_computer)) THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (SYSDATE(6), v_user_id, v_counter_id, 'other_computer', LEFT(p_computer, 8));
    CALL refuse('other_computer', NULL); LEAVE act;
  END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
