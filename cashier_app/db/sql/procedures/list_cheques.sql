-- Lists cheques to the bank as one deposit: each once, none whose receipt was taken back, none before its day.
-- grants: supervisor clerk
CREATE PROCEDURE list_cheques(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_bank VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_cheques LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_deposit_id, v_entry_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_row LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_line, v_found, v_i, v_count INT DEFAULT 0;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_now DATETIME(6);
  DECLARE v_dated_on DATE;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'cheques', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET p_bank = TRIM(p_bank);
  IF NOT COALESCE(CHAR_LENGTH(p_bank) BETWEEN 1 AND 80 AND LENGTH(p_cheques) <= 65535
      AND JSON_VALID(p_cheques) AND JSON_LENGTH(p_cheques) BETWEEN 1 AND 1000, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  SET v_count = JSON_LENGTH(p_cheques), v_now = SYSDATE(6);
  INSERT INTO cheque_deposits (bank, stored_at, user_id) VALUES (p_bank, v_now, v_user_id);
  SET v_deposit_id = LAST_INSERT_ID();
  WHILE v_i < v_count DO
    SET v_row = REPLACE(JSON_EXTRACT(p_cheques, CONCAT('$[', v_i, ']')), ' ', ''), v_i = v_i + 1;
    IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18},[0-9]{1,4}\\]\\z', 0) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_entry_id = JSON_VALUE(v_row, '$[0]'), v_line = JSON_VALUE(v_row, '$[1]');
    -- The number's row is also what every correction of its receipt waits for (lock_tenders).
    SELECT COUNT(*) INTO v_found FROM (SELECT n.cheque_no FROM cheques q
      JOIN cheque_numbers n ON n.bank = UPPER(q.bank) AND n.cheque_no = q.cheque_no
      WHERE q.entry_id = v_entry_id AND q.line_no = v_line FOR UPDATE) x;
    CALL cheque_facts(v_entry_id, v_line, v_facts);
    IF v_facts IS NULL THEN CALL refuse('no_such_cheque', NULL); LEAVE act; END IF;
    IF EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = v_entry_id AND e.line_no = v_line) THEN
      CALL refuse('cheque_listed', v_facts); LEAVE act;
    END IF;
    IF cheque_returned(COALESCE((SELECT k.payment_id FROM corrections k WHERE k.entry_id = v_entry_id),
        v_entry_id), v_entry_id, v_line) THEN
      CALL refuse('cheque_taken_back', v_facts); LEAVE act;
    END IF;
    -- A bank sends back what it is given before the day that is written on it.
    SELECT q.dated_on INTO v_dated_on FROM cheques q WHERE q.entry_id = v_entry_id AND q.line_no = v_line;
    IF v_dated_on > local_date(v_now) THEN
      CALL refuse('cheque_held', JSON_SET(v_facts, '$.day', CAST(v_dated_on AS CHAR))); LEAVE act;
    END IF;
    INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id, deposit_id)
    VALUES (v_entry_id, v_line, 'listed', v_now, v_user_id, v_deposit_id);
  END WHILE;
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_now, v_user_id, v_counter_id, 'cheques_listed',
    CONCAT(v_count, ' cheques in deposit ', v_deposit_id, ' at ', p_bank));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, JSON_OBJECT('deposit', v_deposit_id) AS facts;
END
