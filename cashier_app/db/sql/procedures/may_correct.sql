-- Inside a person's own limit for the activity, and approved by another person within theirs?
-- grants:
CREATE PROCEDURE may_correct(
  IN p_activity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_act VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_amount DECIMAL(18, 3), IN p_user_id BIGINT,
  OUT o_approval_id BIGINT, OUT o_approver VARCHAR(32) CHARACTER SET ascii,
  OUT o_refusal VARCHAR(32) CHARACTER SET ascii, OUT o_facts LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
may: BEGIN
  DECLARE v_limit DECIMAL(18, 3);

  SELECT r.limit_amount INTO v_limit FROM rights r
  WHERE r.user_id = p_user_id AND r.activity = p_activity;
  IF p_amount > v_limit THEN
    SET o_refusal = 'above_limit', o_facts = JSON_OBJECT('limit', CAST(v_limit AS CHAR));
    LEAVE may;
  END IF;
  CALL use_approval(p_act, p_request, p_fingerprint, p_amount, p_user_id, o_approval_id, o_refusal);
  SET o_facts = JSON_OBJECT('amount', CAST(p_amount AS CHAR));
  SELECT u.user_name INTO o_approver FROM approvals a JOIN users u ON u.user_id = a.user_id
  WHERE a.approval_id = o_approval_id;
END
