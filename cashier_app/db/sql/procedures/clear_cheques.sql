-- Notes that the bank has paid cheques that were listed to it.
-- grants: supervisor clerk
CREATE PROCEDURE clear_cheques(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_cheques LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_row, v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_line, v_listed, v_ended, v_i, v_count INT DEFAULT 0;
  DECLARE v_now DATETIME(6);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'cheques', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(LENGTH(p_cheques) <= 65535 AND JSON_VALID(p_cheques)
      AND JSON_LENGTH(p_cheques) BETWEEN 1 AND 1000, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  SET v_count = JSON_LENGTH(p_cheques), v_now = SYSDATE(6);
  WHILE v_i < v_count DO
    SET v_row = REPLACE(JSON_EXTRACT(p_cheques, CONCAT('$[', v_i, ']')), ' ', ''), v_i = v_i + 1;
    IF NOT COALESCE(v_row REGEXP '^\\[[0-9]{1,18},[0-9]{1,4}\\]\\z', 0) THEN
      CALL refuse('bad_request', NULL); LEAVE act;
    END IF;
    SET v_entry_id = JSON_VALUE(v_row, '$[0]'), v_line = JSON_VALUE(v_row, '$[1]');
    -- The listing's row is also what a bounce waits for. Without a table between: MariaDB merges it,
    -- and loses its columns with the second cheque.
    SELECT COUNT(*), COALESCE(SUM(e.state IN ('cleared', 'bounced')), 0) INTO v_listed, v_ended
    FROM cheque_events e WHERE e.entry_id = v_entry_id AND e.line_no = v_line FOR UPDATE;
    CALL cheque_facts(v_entry_id, v_line, v_facts);
    IF v_facts IS NULL THEN CALL refuse('no_such_cheque', NULL); LEAVE act; END IF;
    IF v_listed = 0 THEN CALL refuse('cheque_not_listed', v_facts); LEAVE act; END IF;
    IF v_ended > 0 THEN CALL refuse('cheque_ended', v_facts); LEAVE act; END IF;
    INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id)
    VALUES (v_entry_id, v_line, 'cleared', v_now, v_user_id);
  END WHILE;
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_now, v_user_id, v_counter_id, 'cheques_cleared', CONCAT(v_count, ' cheques'));
  COMMIT;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
END
