-- Closes a counted shift with its Z; a difference never prevents it, above the limit it is approved or stays to be decided.
-- A supervisor closes a forgotten shift: the Z keeps both names.
-- grants: cashier
CREATE PROCEDURE close_shift(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_fingerprint VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_text LONGTEXT CHARACTER SET utf8mb4
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_shift_id, v_entry_id, v_number BIGINT;
  DECLARE v_shift_counter_id, v_cashier_id, v_approval_id BIGINT DEFAULT NULL;
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_unsettled, v_tender_parts, v_open_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_open VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT '';
  DECLARE v_act VARCHAR(12) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_total, v_sent_at BIGINT;
  DECLARE v_i INT DEFAULT 0;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_float, v_cash, v_movements, v_expected, v_counted, v_undone, v_reversed, v_grand DECIMAL(18, 3);
  DECLARE v_receipts, v_undos, v_reversals, v_reprints, v_drawers, v_decided, v_approved, v_left INT;
  DECLARE v_first, v_last VARCHAR(16) CHARACTER SET ascii;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SET v_shift_id = shift_in(p_text);
  CALL reach_shift(v_user_id, v_counter_id, v_shift_id, 'close_shift', 'close_other',
    v_shift_counter_id, v_cashier_id, v_refusal);
  IF v_refusal = 'no_right' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'z', v_user_id, v_shift_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_z(v_entry_id, 0);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT from_micros(x.taken_at), x.reason, COALESCE(x.approved, 0)
  INTO v_taken_at, v_reason, v_approved
  FROM JSON_TABLE(p_text, '$' COLUMNS (taken_at BIGINT PATH '$.taken_at',
    reason VARCHAR(160) PATH '$.reason', approved INT PATH '$.approved')) x;
  SET v_unsettled = COALESCE(JSON_EXTRACT(p_text, '$.unsettled'), '[]'),
    v_left = JSON_LENGTH(v_unsettled);
  IF v_taken_at IS NULL OR v_reason IS NULL OR v_left > 200 OR v_left <> (SELECT COUNT(DISTINCT x.request)
      FROM JSON_TABLE(v_unsettled, '$[*]' COLUMNS (request VARCHAR(32) PATH '$[0]',
        act VARCHAR(12) PATH '$[1]', total BIGINT PATH '$[2]', sent_at BIGINT PATH '$[3]')) x
      WHERE x.request REGEXP '^[0-9a-f]{32}\\z' AND x.act IS NOT NULL AND x.total IS NOT NULL
        AND x.sent_at IS NOT NULL) THEN
    CALL refuse('bad_request', NULL); LEAVE act;
  END IF;

  IF v_refusal <> '' THEN CALL refuse('shift_not_counted', NULL); LEAVE act; END IF;
  UPDATE shifts s SET s.state = 'closed', s.closed_at = SYSDATE(6)
  WHERE s.shift_id = v_shift_id AND s.state = 'counting';
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_counted', NULL); LEAVE act; END IF;

  SELECT s.business_date, n.counted INTO v_business_date, v_counted
  FROM shifts s JOIN counts n ON n.shift_id = s.shift_id AND n.kind = 'closing'
  WHERE s.shift_id = v_shift_id;
  CALL shift_figures(v_shift_id, v_float, v_cash, v_movements, v_receipts, v_undos, v_undone,
    v_reversals, v_reversed, v_reprints, v_drawers, v_first, v_last, v_grand);
  SET v_expected = v_float + v_cash + v_movements,
    v_decided = ABS(v_counted - v_expected) <= setting_number('difference_limit', 50);
  IF (v_counted <> v_expected OR v_cashier_id <> v_user_id) AND TRIM(v_reason) = '' THEN
    CALL refuse('reason_missing', NULL); LEAVE act;
  END IF;
  IF v_approved = 1 THEN
    CALL use_approval('difference', p_request, p_fingerprint, ABS(v_counted - v_expected), v_user_id,
      v_approval_id, v_refusal);
    IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
    -- The drawer's own cashier decides nothing about it, whoever closes the shift.
    IF EXISTS (SELECT 1 FROM approvals a WHERE a.approval_id = v_approval_id AND a.user_id = v_cashier_id) THEN
      CALL refuse('approval_own', NULL); LEAVE act;
    END IF;
    SET v_decided = 1;
  END IF;

  -- GROUP_CONCAT would be shorter, but a session can cut what it makes.
  SELECT (SELECT CONCAT_WS('|',
      IF(SUM(t.kind = 'cash') > 0, CONCAT('Ztender_cash_receipts:', COUNT(DISTINCT IF(t.kind = 'cash' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_cash_amount:', thousandths(SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'cheque') > 0, CONCAT('Ztender_cheque_receipts:', COUNT(DISTINCT IF(t.kind = 'cheque' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_cheque_amount:', thousandths(SUM(IF(t.kind = 'cheque', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'card') > 0, CONCAT('Ztender_card_receipts:', COUNT(DISTINCT IF(t.kind = 'card' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_card_amount:', thousandths(SUM(IF(t.kind = 'card', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'transfer') > 0, CONCAT('Ztender_transfer_receipts:', COUNT(DISTINCT IF(t.kind = 'transfer' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_transfer_amount:', thousandths(SUM(IF(t.kind = 'transfer', t.tendered - t.change_given, 0)))), NULL))
    FROM tenders t WHERE t.shift_id = v_shift_id) INTO v_tender_parts;

  -- What stays open, by request: one by one, for the same reason.
  WHILE v_i < v_left DO
    SELECT x.request, x.act, x.total, x.sent_at INTO v_open, v_act, v_total, v_sent_at
    FROM JSON_TABLE(v_unsettled, '$[*]' COLUMNS (
      request VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
      act VARCHAR(12) PATH '$[1]', total BIGINT PATH '$[2]', sent_at BIGINT PATH '$[3]')) x
    WHERE x.request > v_open ORDER BY x.request LIMIT 1;
    SET v_i = v_i + 1, v_open_parts = CONCAT_WS('|', v_open_parts,
      CONCAT_WS(':', 'Zopen', v_open, free_text(v_act), v_total, v_sent_at));
  END WHILE;

  CALL append_entry('z', v_shift_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at, 0,
    CONCAT_WS('|', CONCAT('Zfloat:', thousandths(v_float)), CONCAT('Zcash_taken:', thousandths(v_cash)),
      CONCAT('Zmovements:', thousandths(v_movements)), CONCAT('Zexpected:', thousandths(v_expected)),
      CONCAT('Zcounted:', thousandths(v_counted)), CONCAT('Zdifference:', thousandths(v_counted - v_expected)),
      CONCAT('Zreceipts:', v_receipts), CONCAT('Zundos:', v_undos), CONCAT('Zundone:', thousandths(v_undone)),
      CONCAT('Zreprints:', v_reprints), CONCAT('Zdrawer_openings:', v_drawers),
      CONCAT('Zgrand_total:', thousandths(v_grand)), NULLIF(v_tender_parts, ''),
      IF(v_reversals > 0, CONCAT('Zreversals:', v_reversals, '|Zreversed:', thousandths(v_reversed)), NULL),
      IF(v_left > 0, CONCAT_WS('|', CONCAT('Zunsettled:', v_left), v_open_parts), NULL),
      CONCAT('Zdecided:', v_decided)),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO z_reports (entry_id, shift_id, float_amount, cash_taken, movements, expected, counted,
    difference, reason, is_decided, receipts, first_receipt, last_receipt, undos, undone_amount,
    reprints, drawer_openings, grand_total, reversals, reversed_amount, approval_id)
  VALUES (v_entry_id, v_shift_id, v_float, v_cash, v_movements, v_expected, v_counted,
    v_counted - v_expected, v_reason, v_decided, v_receipts, v_first, v_last, v_undos, v_undone,
    v_reprints, v_drawers, v_grand, v_reversals, v_reversed, v_approval_id);
  INSERT INTO z_tenders (entry_id, kind, receipts, amount)
  SELECT v_entry_id, t.kind, COUNT(DISTINCT IF(t.tendered > 0, t.entry_id, NULL)), SUM(t.tendered - t.change_given)
  FROM tenders t WHERE t.shift_id = v_shift_id GROUP BY t.kind;
  INSERT INTO unsettled_items (z_entry_id, request_id, act, total, sent_at)
  SELECT v_entry_id, UNHEX(x.request), x.act, x.total * 0.001, from_micros(x.sent_at)
  FROM JSON_TABLE(v_unsettled, '$[*]' COLUMNS (request VARCHAR(32) PATH '$[0]',
    act VARCHAR(12) PATH '$[1]', total BIGINT PATH '$[2]', sent_at BIGINT PATH '$[3]')) x;
  IF v_approval_id IS NOT NULL THEN
    INSERT INTO approval_uses (approval_id, entry_id) VALUES (v_approval_id, v_entry_id);
  END IF;
  IF v_cashier_id <> v_user_id THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (v_stored_at, v_user_id, v_counter_id, 'closed_for', LEFT((SELECT CONCAT(u.full_name, ': ', v_reason)
      FROM users u WHERE u.user_id = v_cashier_id), 255));
  END IF;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_z(v_entry_id, 0);
END
