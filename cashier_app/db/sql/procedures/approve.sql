-- A supervisor's yes to one act of another person: on the supervisor's own connection, for two minutes.
-- The act itself uses it up, through use_approval, in its own transaction.
-- grants: supervisor
CREATE PROCEDURE approve(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_act VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_amount DECIMAL(18, 3),
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_approval_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_limit DECIMAL(18, 3);
  DECLARE v_now DATETIME(6);
  DECLARE v_outcome VARCHAR(8) CHARACTER SET ascii DEFAULT 'done';
  DECLARE v_known INT DEFAULT 0;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'approve', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_act IN ('reversal', 'correction', 'move', 'refund', 'bounce', 'movement', 'difference', 'paper', 'lost')
      AND p_act NOT LIKE '% '
      AND CHAR_LENGTH(p_request) = 32 AND p_request NOT REGEXP '[^0-9a-f]'
      AND CHAR_LENGTH(p_fingerprint) = 64 AND p_fingerprint NOT REGEXP '[^0-9a-f]'
      AND p_amount >= 0, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF TRIM(COALESCE(p_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  SELECT r.limit_amount INTO v_limit FROM rights r
  WHERE r.user_id = v_user_id AND r.activity = 'approve';
  IF p_amount > v_limit THEN
    CALL refuse('above_limit', JSON_OBJECT('limit', CAST(v_limit AS CHAR))); LEAVE act;
  END IF;

  SET v_now = SYSDATE(6);
  START TRANSACTION;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_known = 1;
    INSERT INTO approvals (act, request_id, fingerprint, amount, reason, user_id, approved_at, ends_at)
    VALUES (p_act, UNHEX(p_request), UNHEX(p_fingerprint), p_amount, p_reason, v_user_id, v_now,
      v_now + INTERVAL 2 MINUTE);
  END;
  IF v_known THEN
    -- The answer to the first CALL may have been lost: the same yes stands, and is not longer.
    SET v_outcome = 'repeated';
    IF NOT EXISTS (SELECT 1 FROM approvals a WHERE a.request_id = UNHEX(p_request)
        AND a.act = p_act AND a.fingerprint = UNHEX(p_fingerprint) AND a.amount = p_amount
        AND a.user_id = v_user_id AND a.ends_at > v_now) THEN
      CALL refuse('approved_already', NULL); LEAVE act;
    END IF;
  ELSE
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (v_now, v_user_id, v_counter_id, 'approved',
      LEFT(CONCAT(p_act, ' of ', p_amount, ': ', p_reason), 255));
  END IF;
  COMMIT;
  SELECT v_outcome AS outcome, '' AS code, '{}' AS facts;
  SELECT a.approval_id, a.approved_at, a.ends_at FROM approvals a WHERE a.request_id = UNHEX(p_request);
END
