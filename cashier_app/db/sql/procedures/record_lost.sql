-- What a restored backup has lost, by number: each takes its place in its series for good, with what the counter's log knows of it.
-- Another person approves the list. A payment on it is then entered again by reenter_payment, out of this row and nothing else.
-- grants: cashier
CREATE PROCEDURE record_lost(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_entry_id, v_number, v_approval_id, v_amount BIGINT;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_approver VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_date DATE DEFAULT local_date(SYSDATE(6));
  DECLARE v_lines, v_facts, v_children LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'take_payment', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'lost', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    CALL emit_entry(v_entry_id, 'repeated');
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.reason, from_micros(x.taken_at), x.amount INTO v_reason, v_taken_at, v_amount
  FROM JSON_TABLE(p_text, '$' COLUMNS (reason VARCHAR(160) PATH '$.reason',
    taken_at BIGINT PATH '$.taken_at', amount BIGINT PATH '$.amount')) x;
  IF NOT COALESCE(v_taken_at IS NOT NULL AND v_amount >= 0, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  IF TRIM(COALESCE(v_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  CALL use_approval('lost', p_request, p_fingerprint, v_amount * 0.001, v_user_id, v_approval_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT u.user_name INTO v_approver
  FROM approvals a JOIN users u ON u.user_id = a.user_id WHERE a.approval_id = v_approval_id;

  CALL take_lost_numbers(p_text, v_counter_id, v_user_id, v_date, v_amount, v_lines, v_children,
    v_refusal, v_facts);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, v_facts); LEAVE act; END IF;
  CALL append_entry('lost', v_counter_id, v_user_id, NULL, v_date, p_request, v_taken_at, 0,
    CONCAT(v_children, '|Y', free_text(v_approver), ':', free_text(v_reason)),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO losses (entry_id, reason, approval_id) VALUES (v_entry_id, v_reason, v_approval_id);
  INSERT INTO approval_uses (approval_id, entry_id) VALUES (v_approval_id, v_entry_id);
  CALL store_lost_lines(v_entry_id, v_lines);
  INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
  VALUES (v_stored_at, v_user_id, v_counter_id, 'receipts_lost',
    LEFT(CONCAT(JSON_LENGTH(v_lines), ' numbers; ', v_reason), 255));
  COMMIT;

  CALL emit_entry(v_entry_id, 'done');
END
