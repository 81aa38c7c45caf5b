-- Writes the request id inside the act's transaction: the second try of an act meets its first here.
-- grants:
CREATE PROCEDURE enter_request(
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4,
  IN p_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_user_id BIGINT, IN p_counter_id BIGINT,
  OUT o_state VARCHAR(16) CHARACTER SET ascii
)
SQL SECURITY DEFINER
enter: BEGIN
  DECLARE v_duplicate INT DEFAULT 0;
  DECLARE v_fingerprint BINARY(32);
  DECLARE v_state VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii;

  -- The fingerprint is the counter's own; recomputing it here means no text can borrow another's.
  -- A loss names what other requests were: a bill by its number instead of its key, quotes within quotes.
  IF NOT COALESCE(p_request REGEXP '^[0-9a-f]{32}\\z' AND LENGTH(p_text) <= IF(p_kind = 'lost', 262144, 65535)
      AND JSON_VALID(p_text)
      AND UNHEX(SHA2(p_text, 256)) = UNHEX(p_fingerprint), 0) THEN
    SET o_state = 'bad_request';
    LEAVE enter;
  END IF;
  IF NOT (JSON_EXTRACT(p_text, '$.v') <=> 1) THEN
    SET o_state = 'other_version';
    LEAVE enter;
  END IF;

  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_duplicate = 1;
    INSERT INTO requests (request_id, fingerprint, kind, state, counter_id, user_id, stored_at)
    VALUES (UNHEX(p_request), UNHEX(p_fingerprint), p_kind, 'done', p_counter_id, p_user_id, SYSDATE(6));
  END;
  IF v_duplicate = 0 THEN
    SET o_state = 'new';
    LEAVE enter;
  END IF;

  ROLLBACK;
  SELECT r.fingerprint, r.state, r.kind INTO v_fingerprint, v_state, v_kind
  FROM requests r WHERE r.request_id = UNHEX(p_request);
  SET o_state = CASE
    WHEN v_state = 'void' THEN 'request_void'
    WHEN v_fingerprint <> UNHEX(p_fingerprint) OR v_kind <> p_kind THEN 'other_contents'
    ELSE 'repeated'
  END;
  IF o_state = 'repeated' THEN
    -- As in settle_request: what is told as stored is on the disk before.
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (SYSDATE(6), p_user_id, p_counter_id, 'request_repeated', p_request);
  END IF;
END
