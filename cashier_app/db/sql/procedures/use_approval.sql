-- Is this act approved, by another person, now and for the first time? Locks the yes until the act's COMMIT.
-- The act itself then writes approval_uses with its entry, which stands under a unique key: a yes is used once or the act is rolled back.
-- grants:
CREATE PROCEDURE use_approval(
  IN p_act VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_amount DECIMAL(18, 3), IN p_user_id BIGINT,
  OUT o_approval_id BIGINT, OUT o_refusal VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_act VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_fingerprint BINARY(32);
  DECLARE v_amount DECIMAL(18, 3);
  DECLARE v_approver_id BIGINT;
  DECLARE v_ends_at DATETIME(6);
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET o_approval_id = NULL;

  SELECT a.approval_id, a.act, a.fingerprint, a.amount, a.user_id, a.ends_at
  INTO o_approval_id, v_act, v_fingerprint, v_amount, v_approver_id, v_ends_at
  FROM approvals a WHERE a.request_id = UNHEX(p_request) FOR UPDATE;

  SELECT CASE
    WHEN o_approval_id IS NULL THEN 'approval_missing'
    WHEN EXISTS (SELECT 1 FROM approval_uses x WHERE x.approval_id = o_approval_id LOCK IN SHARE MODE) THEN 'approval_used'
    WHEN NOT COALESCE(v_act = p_act AND v_fingerprint = UNHEX(p_fingerprint) AND v_amount = p_amount, 0)
      THEN 'approval_other'
    WHEN NOT COALESCE(v_approver_id <> p_user_id, 0) THEN 'approval_own'
    -- From the list it is to who asked: another drawer would pay, and another person's limit would be held against it.
    WHEN EXISTS (SELECT 1 FROM waiting_acts w WHERE w.request_id = UNHEX(p_request) AND w.user_id <> p_user_id)
      THEN 'approval_other'
    WHEN SYSDATE(6) >= v_ends_at THEN 'approval_ended'
    -- Given from the list, and its asker has taken the question back since.
    WHEN EXISTS (SELECT 1 FROM waiting_acts w JOIN waiting_events e ON e.waiting_act_id = w.waiting_act_id
        WHERE w.request_id = UNHEX(p_request) AND e.state IN ('declined', 'withdrawn')
        LOCK IN SHARE MODE) THEN 'approval_withdrawn'
    -- Who gave it may have been disabled or limited since.
    WHEN NOT EXISTS (SELECT 1 FROM users u JOIN rights r ON r.user_id = u.user_id AND r.activity = 'approve'
        WHERE u.user_id = v_approver_id AND u.is_active = 1
          AND (r.limit_amount IS NULL OR r.limit_amount >= p_amount) LOCK IN SHARE MODE) THEN 'approval_withdrawn'
    ELSE ''
  END INTO o_refusal;
  IF o_refusal <> '' THEN SET o_approval_id = NULL; END IF;
END
