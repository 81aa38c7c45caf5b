-- Puts an act that needs approval on the list, with its whole text: the counter goes on meanwhile.
-- What the list says it is about is read from that text here: whoever decides sees no other words.
-- grants: cashier
CREATE PROCEDURE wait_for_approval(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_act VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_amount DECIMAL(18, 3)
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal, v_activity VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_account_id, v_cheque_entry BIGINT;
  DECLARE v_receipt_no VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_subject VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_known INT DEFAULT 0;
  DECLARE v_now DATETIME(6);
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  SET v_activity = CASE p_act WHEN 'reversal' THEN 'reverse_payment' WHEN 'move' THEN 'move_payment'
    WHEN 'correction' THEN 'correct_tender' WHEN 'refund' THEN 'refund_credit'
    WHEN 'bounce' THEN 'bounce_cheque' END;
  CALL begin_act(p_token, COALESCE(v_activity, 'none'), v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  IF NOT COALESCE(p_act NOT LIKE '% ' AND p_request REGEXP '^[0-9a-f]{32}\\z' AND LENGTH(p_text) <= 65535 AND JSON_VALID(p_text)
      AND UNHEX(SHA2(p_text, 256)) = UNHEX(p_fingerprint) AND p_amount >= 0, 0) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;
  SELECT x.reason, x.receipt_no, x.account_id, x.entry_id
  INTO v_reason, v_receipt_no, v_account_id, v_cheque_entry
  FROM JSON_TABLE(p_text, '$' COLUMNS (reason VARCHAR(160) PATH '$.reason',
    receipt_no VARCHAR(16) PATH '$.receipt', account_id BIGINT PATH '$.account',
    entry_id BIGINT PATH '$.entry')) x;
  IF TRIM(COALESCE(v_reason, '')) = '' THEN CALL refuse('reason_missing', NULL); LEAVE act; END IF;
  SELECT (SELECT CONCAT(p.receipt_no, ', ', cu.name)
    FROM payments p JOIN accounts a ON a.account_id = p.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE p.receipt_no = v_receipt_no OR (p_act = 'bounce' AND p.payment_id = COALESCE(
      (SELECT k.payment_id FROM corrections k WHERE k.entry_id = v_cheque_entry), v_cheque_entry))) INTO v_subject;
  SELECT CONCAT_WS(' to ', v_subject, (SELECT CONCAT(a.account_no, ', ', cu.name)
    FROM accounts a JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE a.account_id = v_account_id)) INTO v_subject;
  IF v_subject = '' THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;
  SET v_subject = LEFT(v_subject, 160);
  IF EXISTS (SELECT 1 FROM requests q WHERE q.request_id = UNHEX(p_request)) THEN
    CALL refuse('request_void', NULL); LEAVE act;
  END IF;
  -- Given at the counter, for two minutes: nobody could give another, and it would wait for ever.
  IF EXISTS (SELECT 1 FROM approvals a WHERE a.request_id = UNHEX(p_request))
      AND NOT EXISTS (SELECT 1 FROM waiting_acts w WHERE w.request_id = UNHEX(p_request)) THEN
    CALL refuse('approved_already', NULL); LEAVE act;
  END IF;

  SET v_now = SYSDATE(6);
  START TRANSACTION;
  BEGIN
    DECLARE CONTINUE HANDLER FOR 1062 SET v_known = 1;
    INSERT INTO waiting_acts (act, request_id, fingerprint, order_text, amount, reason, subject, user_id,
      counter_id, stored_at)
    VALUES (p_act, UNHEX(p_request), UNHEX(p_fingerprint), p_text, p_amount, v_reason, v_subject,
      v_user_id, v_counter_id, v_now);
  END;
  -- The answer to the first try may have been lost: the same question stands once.
  IF v_known AND NOT EXISTS (SELECT 1 FROM waiting_acts w WHERE w.request_id = UNHEX(p_request)
      AND w.fingerprint = UNHEX(p_fingerprint) AND w.user_id = v_user_id AND w.amount = p_amount) THEN
    CALL refuse('other_contents', NULL); LEAVE act;
  END IF;
  IF NOT v_known THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (v_now, v_user_id, v_counter_id, 'approval_asked',
      LEFT(CONCAT(p_act, ' of ', p_amount, ': ', v_subject, ': ', v_reason), 255));
  END IF;
  COMMIT;
  SELECT IF(v_known, 'repeated', 'done') AS outcome, '' AS code, '{}' AS facts;
  SELECT w.waiting_act_id FROM waiting_acts w WHERE w.request_id = UNHEX(p_request);
END
