-- Writes an office act's request inside its transaction: a second try finds what the first has done.
-- grants:
CREATE PROCEDURE enter_office_request(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_act VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_content LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_user_id BIGINT, OUT o_object_id BIGINT, OUT o_state VARCHAR(16) CHARACTER SET ascii
)
SQL SECURITY DEFINER
enter: BEGIN
  DECLARE v_duplicate INT DEFAULT 0;
  DECLARE v_fingerprint, v_own BINARY(32);
  DECLARE v_act VARCHAR(24) CHARACTER SET ascii;

  IF NOT COALESCE(p_request REGEXP '^[0-9a-f]{32}\\z', 0) THEN
    SET o_state = 'bad_request';
    LEAVE enter;
  END IF;
  SET v_own = UNHEX(SHA2(CONCAT(p_act, '|', p_user_id, '|', p_content), 256));
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_duplicate = 1;
    INSERT INTO office_requests (request_id, act, fingerprint, object_id, user_id, stored_at)
    VALUES (UNHEX(p_request), p_act, v_own, 0, p_user_id, SYSDATE(6));
  END;
  IF v_duplicate = 0 THEN
    SET o_state = 'new';
    LEAVE enter;
  END IF;
  ROLLBACK;
  SELECT q.fingerprint, q.act, q.object_id INTO v_fingerprint, v_act, o_object_id
  FROM office_requests q WHERE q.request_id = UNHEX(p_request);
  SET o_state = IF(v_fingerprint = v_own AND v_act = p_act, 'repeated', 'other_contents');
END
