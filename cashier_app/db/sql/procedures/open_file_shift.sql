-- Opens the shift of one file from a bank or mobile service, or of one approved batch of the paper book.
-- grants: cashier
CREATE PROCEDURE open_file_shift(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number, v_approval_id BIGINT;
  DECLARE v_total, v_receipts BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_channel VARCHAR(8) CHARACTER SET ascii;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_file VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_sha VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_facts LONGTEXT CHARACTER SET utf8mb4;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT c.channel INTO v_channel FROM counters c WHERE c.counter_id = v_counter_id;
  IF v_channel = 'hall' OR NOT EXISTS (SELECT 1 FROM rights r WHERE r.user_id = v_user_id
      AND r.activity = IF(v_channel = 'paper', 'paper_book', 'import_payments')) THEN
    CALL refuse(IF(v_channel = 'hall', 'not_a_channel', 'no_right'), NULL); LEAVE act;
  END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'opening', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.shift_id INTO v_shift_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_shift(v_shift_id);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.file_name, x.sha256, x.receipts, x.total, from_micros(x.taken_at)
  INTO v_file, v_sha, v_receipts, v_total, v_taken_at
  FROM JSON_TABLE(p_text, '$' COLUMNS (file_name VARCHAR(160) PATH '$.file',
    sha256 VARCHAR(80) PATH '$.sha256', receipts BIGINT PATH '$.receipts',
    total BIGINT PATH '$.total', taken_at BIGINT PATH '$.taken_at')) x;
  IF NOT COALESCE(CHAR_LENGTH(v_file) > 0 AND v_sha REGEXP '^[0-9a-f]{64}\\z' AND v_taken_at IS NOT NULL
      AND v_receipts BETWEEN 1 AND 1000000 AND v_total BETWEEN 1 AND 999999999999999, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  SET v_business_date = local_date(SYSDATE(6));
  SELECT h.last_chain_no + 1 + v_counter_id * 10000000000 INTO v_shift_id
  FROM counter_chains h WHERE h.counter_id = v_counter_id FOR UPDATE;
  SELECT JSON_OBJECT('counter', c.name, 'cashier', u.full_name,
    'same_person', s.user_id = v_user_id, 'same_counter', s.counter_id = v_counter_id)
  INTO v_facts
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id JOIN users u ON u.user_id = s.user_id
  WHERE s.open_counter = v_counter_id OR s.open_user = v_user_id
  ORDER BY s.open_counter = v_counter_id DESC LIMIT 1;
  IF v_facts IS NOT NULL THEN CALL refuse('shift_already_open', v_facts); LEAVE act; END IF;
  IF v_channel = 'paper' THEN
    CALL use_approval('paper', p_request, p_fingerprint, v_total * 0.001, v_user_id, v_approval_id,
      v_refusal);
    IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  END IF;

  INSERT INTO shifts (shift_id, counter_id, user_id, business_date, opened_at, float_amount, state)
  VALUES (v_shift_id, v_counter_id, v_user_id, v_business_date, SYSDATE(6), 0, 'open');
  CALL append_entry('opening', v_counter_id, v_user_id, NULL, v_business_date, p_request, v_taken_at, 0,
    CONCAT_WS('|', CONCAT_WS(':', CONCAT('F', v_sha), v_receipts, v_total, free_text(v_file)), 'Zfloat:0'),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL store_count(v_entry_id, v_shift_id, 'opening', 0, 0, 0, '{}');
  INSERT INTO payment_files (shift_id, file_name, sha256, receipts, total)
  VALUES (v_shift_id, v_file, UNHEX(v_sha), v_receipts, v_total * 0.001);
  IF v_channel = 'paper' THEN
    INSERT INTO approval_uses (approval_id, entry_id) VALUES (v_approval_id, v_entry_id);
    CALL store_paper_lines(p_text, v_shift_id, v_business_date, v_receipts, v_total, v_refusal, v_facts);
    IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  END IF;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_shift(v_shift_id);
END
