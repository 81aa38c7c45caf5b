-- Ends an unknown outcome: takes the request id as void, or learns that the act had landed.
-- A look-up alone is not enough: a delayed COMMIT can land after it answered "not there".
-- grants: cashier
CREATE PROCEDURE settle_request(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_duplicate INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF p_request NOT REGEXP '^[0-9a-f]{32}\\z' THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_duplicate = 1;
    INSERT INTO requests (request_id, fingerprint, kind, state, counter_id, user_id, stored_at)
    VALUES (UNHEX(p_request), UNHEX(REPEAT('0', 64)), 'void', 'void', v_counter_id, v_user_id, SYSDATE(6));
  END;
  IF v_duplicate = 0 THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (SYSDATE(6), v_user_id, v_counter_id, 'request_void', p_request);
    COMMIT;
    SELECT 'void' AS outcome, '' AS code, '{}' AS facts;
    LEAVE act;
  END IF;

  ROLLBACK;
  -- A commit can be seen before its log is on the disk: this one ends behind it on the same log, so
  -- that nobody hears of an end that a power cut could still take back.
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (SYSDATE(6), v_user_id, v_counter_id, 'request_settled', p_request);
  SELECT r.state, j.entry_id INTO v_state, v_entry_id
  FROM requests r LEFT JOIN journal j ON j.request_id = r.request_id
  WHERE r.request_id = UNHEX(p_request);
  IF v_state = 'void' THEN
    SELECT 'void' AS outcome, '' AS code, '{}' AS facts;
    LEAVE act;
  END IF;
  CALL emit_entry(v_entry_id, 'taken');
END
