-- Makes a counter once, with identity, series and a chain that begins at the identity's hash.
-- grants: administrator
CREATE PROCEDURE add_counter(
  IN p_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_office_code VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_office_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_by_id, v_office_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_identity VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT REPLACE(UUID(), '-', '');
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_office(v_by_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET p_name = TRIM(p_name), p_office_name = TRIM(COALESCE(p_office_name, ''));
  IF NOT COALESCE(p_code NOT REGEXP '[^0-9]' AND CHAR_LENGTH(p_code) BETWEEN 2 AND 4
      AND CHAR_LENGTH(p_name) BETWEEN 1 AND 60
      AND p_channel IN ('hall', 'bank', 'mobile', 'paper') AND p_channel NOT LIKE '% ', 0) THEN
    CALL refuse('bad_counter_code', JSON_OBJECT('counter', COALESCE(p_code, ''))); LEAVE act;
  END IF;
  IF EXISTS (SELECT 1 FROM counters c WHERE c.code = p_code) THEN
    CALL refuse('exists_already', JSON_OBJECT('counter', p_code)); LEAVE act;
  END IF;

  START TRANSACTION;
  SELECT MAX(o.office_id) INTO v_office_id FROM offices o WHERE o.code = p_office_code;
  IF v_office_id IS NULL AND p_office_name <> '' AND CHAR_LENGTH(p_office_code) BETWEEN 1 AND 8 THEN
    INSERT INTO offices (code, name, address) VALUES (p_office_code, LEFT(p_office_name, 80), '');
    SELECT o.office_id INTO v_office_id FROM offices o WHERE o.code = p_office_code;
  END IF;
  IF v_office_id IS NULL THEN
    CALL refuse('no_such_office', JSON_OBJECT('office', COALESCE(p_office_code, ''))); LEAVE act;
  END IF;
  -- A channel has no computer that could keep a secret: its token is its name, the person is the key.
  INSERT INTO counters (code, name, office_id, channel, identity, created_at, token_hash)
  VALUES (p_code, p_name, v_office_id, p_channel, UNHEX(v_identity), SYSDATE(6),
    IF(p_channel = 'hall', NULL, UNHEX(SHA2(CONCAT('channel-', p_code), 256))));
  SELECT c.counter_id INTO v_counter_id FROM counters c WHERE c.code = p_code;
  INSERT INTO counter_chains (counter_id, last_chain_no, last_hash, last_stored_at)
  VALUES (v_counter_id, 0, UNHEX(SHA2(CONCAT('genesis|', p_code, '|', v_identity), 256)), SYSDATE(6));
  INSERT INTO series (counter_id, kind, last_no, total)
  SELECT v_counter_id, x.kind, 0, 0 FROM JSON_TABLE(
    '["opening","payment","undo","reversal","correction","move","refund","bounce","movement","count","z","lost","check","decision","safe"]',
    '$[*]' COLUMNS (kind VARCHAR(12) PATH '$')) x;
  CALL note_office(v_by_id, v_counter_id, 'counter_added', CONCAT('counter ', p_code));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT v_counter_id AS counter_id;
END
