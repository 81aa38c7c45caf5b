-- Binds a computer to a counter: its token's SHA-256, which ends the old one, and one more public key.
-- grants: administrator
CREATE PROCEDURE enrol_counter(
  IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_token_hash VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_public_key VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(CHAR_LENGTH(p_token_hash) = 64 AND p_token_hash NOT REGEXP '[^0-9a-f]'
      AND CHAR_LENGTH(p_public_key) = 64 AND p_public_key NOT REGEXP '[^0-9a-f]', 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT MAX(c.counter_id) INTO v_counter_id FROM counters c WHERE c.code = p_code;
  IF v_counter_id IS NULL THEN
    CALL refuse('no_such_counter', JSON_OBJECT('counter', COALESCE(p_code, ''))); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM counters c WHERE c.counter_id = v_counter_id AND c.channel <> 'hall') THEN
    CALL refuse('channel_has_no_computer', JSON_OBJECT('counter', p_code)); LEAVE act;
  END IF;
  -- A key or token that stands already was taken from somewhere: each enrolment makes its own.
  IF EXISTS (SELECT 1 FROM counters c WHERE c.token_hash = UNHEX(p_token_hash))
    OR EXISTS (SELECT 1 FROM counter_keys k
      WHERE k.fingerprint = UNHEX(SHA2(UNHEX(p_public_key), 256))) THEN
    CALL refuse('enrolled_already', JSON_OBJECT('counter', p_code)); LEAVE act;
  END IF;

  START TRANSACTION;
  UPDATE counters c SET c.token_hash = UNHEX(p_token_hash), c.computer = NULL
  WHERE c.counter_id = v_counter_id;
  INSERT INTO counter_keys (counter_id, public_key, fingerprint, enrolled_at, enrolled_by)
  VALUES (v_counter_id, UNHEX(p_public_key), UNHEX(SHA2(UNHEX(p_public_key), 256)), SYSDATE(6),
    LEFT(IF(v_by_id IS NULL, USER(), person_name()), 80));
  CALL note_office(v_by_id, v_counter_id, 'counter_enrolled', CONCAT('counter ', p_code));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
