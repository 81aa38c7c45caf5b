-- The safe's own acts: opened with a count, counted again (the difference becomes a line of its own), deposited at the bank.
-- grants: supervisor
CREATE PROCEDURE keep_safe(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_office_id, v_entry_id, v_number BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_bag VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_bank VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_counted, v_held, v_amount DECIMAL(18, 3);
  DECLARE v_pieces LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'keep_safe', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'safe', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_cash(v_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.kind, x.reason, COALESCE(TRIM(x.bag), ''), COALESCE(TRIM(x.bank), ''), from_micros(x.taken_at)
  INTO v_kind, v_reason, v_bag, v_bank, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (kind VARCHAR(12) PATH '$.kind',
    reason VARCHAR(160) PATH '$.reason', bag VARCHAR(40) PATH '$.bag', bank VARCHAR(80) PATH '$.bank',
    taken_at BIGINT PATH '$.taken_at')) x;
  CALL read_pieces(p_text, FALSE, v_counted, v_pieces);
  IF NOT COALESCE(v_counted IS NOT NULL AND v_reason IS NOT NULL AND v_taken_at IS NOT NULL
      AND v_kind NOT LIKE '% ' AND CASE WHEN v_kind = 'deposit' THEN v_counted > 0 AND v_bag <> '' AND v_bank <> ''
        ELSE v_kind IN ('opening', 'count') AND v_bag = '' AND v_bank = '' END, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  CALL lock_safe(v_counter_id, v_office_id, v_held);
  SET v_amount = CASE v_kind WHEN 'deposit' THEN -v_counted WHEN 'count' THEN v_counted - v_held ELSE v_counted END;
  SELECT CASE
    WHEN v_kind = 'opening' AND v_held IS NOT NULL THEN 'safe_opened'
    WHEN v_kind <> 'opening' AND v_held IS NULL THEN 'safe_not_opened'
    WHEN v_held + v_amount < 0 THEN 'safe_too_small'
    WHEN v_kind = 'count' AND v_amount <> 0 AND TRIM(v_reason) = '' THEN 'reason_missing'
    WHEN EXISTS (SELECT 1 FROM deposits d WHERE d.bag_no = v_bag LOCK IN SHARE MODE) THEN 'bag_used'
    ELSE '' END INTO v_refusal;
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  CALL append_entry('safe', v_counter_id, v_user_id, NULL, local_date(SYSDATE(6)), p_request, v_taken_at,
    ABS(v_amount), CONCAT_WS('|',
      IF(v_kind = 'deposit', CONCAT('B', free_text(v_bag), ':', free_text(v_bank)), NULL), v_pieces,
      CONCAT('M', v_kind, ':', thousandths(v_amount), ':', free_text(v_reason))),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL enter_safe(v_office_id, v_held, v_entry_id, v_kind, v_amount, v_reason, v_user_id, v_stored_at);
  CALL store_pieces(v_entry_id, p_text);
  IF v_kind = 'deposit' THEN
    INSERT INTO deposits (entry_id, bag_no, bank) VALUES (v_entry_id, v_bag, v_bank);
  END IF;
  INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id, counter_id)
  VALUES (v_entry_id, 0, 'queued', v_stored_at, v_user_id, v_counter_id);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_stored_at, v_user_id, v_counter_id, CONCAT('safe_', v_kind), LEFT(CONCAT(v_amount, ': ',
    v_bag, ' ', v_reason), 255));
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_cash(v_entry_id, 0);
END
