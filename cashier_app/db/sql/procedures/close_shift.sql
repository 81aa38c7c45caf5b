-- Closes a counted shift with its Z; a difference never prevents it, above the limit it stays to be decided.
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
  DECLARE v_refusal, v_state VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_unsettled VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_taken_at, v_stored_at DATETIME(6);
  DECLARE v_business_date DATE;
  DECLARE v_float, v_cash, v_movements, v_expected, v_counted, v_undone, v_grand DECIMAL(18, 3);
  DECLARE v_receipts, v_undos, v_reprints, v_drawers, v_decided INT;
  DECLARE v_first, v_last VARCHAR(16) CHARACTER SET ascii;
  DECLARE v_tender_parts LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;

  CALL begin_act(p_token, 'close_shift', v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  START TRANSACTION;
  CALL enter_request(p_request, p_fingerprint, p_text, 'z', v_user_id, v_counter_id, v_state);
  IF v_state = 'repeated' THEN
    SELECT j.entry_id INTO v_entry_id FROM journal j WHERE j.request_id = UNHEX(p_request);
    SELECT 'repeated' AS outcome, '' AS code, '{}' AS facts;
    CALL emit_z(v_entry_id);
    LEAVE act;
  ELSEIF v_state <> 'new' THEN
    CALL refuse(v_state, NULL); LEAVE act;
  END IF;

  SELECT x.shift_id, from_micros(x.taken_at), x.reason, x.unsettled
  INTO v_shift_id, v_taken_at, v_reason, v_unsettled
  FROM JSON_TABLE(p_text, '$' COLUMNS (shift_id BIGINT PATH '$.shift',
    taken_at BIGINT PATH '$.taken_at', reason VARCHAR(160) PATH '$.reason',
    unsettled VARCHAR(255) PATH '$.unsettled')) x;
  IF v_taken_at IS NULL OR v_reason IS NULL THEN CALL refuse('bad_request', NULL); LEAVE act; END IF;

  UPDATE shifts s SET s.state = 'closed', s.closed_at = SYSDATE(6)
  WHERE s.shift_id = v_shift_id AND s.state = 'counting'
    AND s.counter_id = v_counter_id AND s.user_id = v_user_id;
  IF ROW_COUNT() <> 1 THEN CALL refuse('shift_not_counted', NULL); LEAVE act; END IF;

  SELECT s.business_date, s.float_amount, s.cash_taken, s.movements, s.receipts, s.undos, n.counted
  INTO v_business_date, v_float, v_cash, v_movements, v_receipts, v_undos, v_counted
  FROM shifts s JOIN counts n ON n.shift_id = s.shift_id AND n.kind = 'closing'
  WHERE s.shift_id = v_shift_id;
  SET v_expected = v_float + v_cash + v_movements,
    v_decided = ABS(v_counted - v_expected) <= setting_number('difference_limit', 50);
  IF v_counted <> v_expected AND TRIM(v_reason) = '' THEN
    CALL refuse('reason_missing', NULL); LEAVE act;
  END IF;

  SELECT COALESCE(SUM(-(t.tendered - t.change_given)), 0) INTO v_undone
  -- What a tender was put right to (from line 1001 on) was not taken back.
  FROM tenders t WHERE t.shift_id = v_shift_id AND (t.tendered < 0 OR t.line_no > 1000);
  SELECT COUNT(DISTINCT l.entry_id, l.copy_no) INTO v_reprints
  FROM print_log l JOIN journal j ON j.entry_id = l.entry_id
  WHERE l.copy_no > 0 AND l.user_id = v_user_id AND l.counter_id = v_counter_id
    AND l.stored_at >= (SELECT s.opened_at FROM shifts s WHERE s.shift_id = v_shift_id);
  SELECT COUNT(*) INTO v_drawers FROM drawer_events d
  WHERE d.shift_id = v_shift_id AND d.entry_id IS NULL;
  SELECT COALESCE(MIN(p.receipt_no), ''), COALESCE(MAX(p.receipt_no), '') INTO v_first, v_last
  FROM payments p WHERE p.payment_id IN (
    SELECT MIN(j.entry_id) FROM journal j WHERE j.shift_id = v_shift_id AND j.kind = 'payment'
    UNION ALL
    SELECT MAX(j.entry_id) FROM journal j WHERE j.shift_id = v_shift_id AND j.kind = 'payment');
  SELECT s.total INTO v_grand FROM series s WHERE s.counter_id = v_counter_id AND s.kind = 'payment';
  SET v_tender_parts = (SELECT CONCAT_WS('|',
      IF(SUM(t.kind = 'cash') > 0, CONCAT('Ztender_cash_receipts:', COUNT(DISTINCT IF(t.kind = 'cash' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_cash_amount:', thousandths(SUM(IF(t.kind = 'cash', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'cheque') > 0, CONCAT('Ztender_cheque_receipts:', COUNT(DISTINCT IF(t.kind = 'cheque' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_cheque_amount:', thousandths(SUM(IF(t.kind = 'cheque', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'card') > 0, CONCAT('Ztender_card_receipts:', COUNT(DISTINCT IF(t.kind = 'card' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_card_amount:', thousandths(SUM(IF(t.kind = 'card', t.tendered - t.change_given, 0)))), NULL),
      IF(SUM(t.kind = 'transfer') > 0, CONCAT('Ztender_transfer_receipts:', COUNT(DISTINCT IF(t.kind = 'transfer' AND t.tendered > 0, t.entry_id, NULL)),
        '|Ztender_transfer_amount:', thousandths(SUM(IF(t.kind = 'transfer', t.tendered - t.change_given, 0)))), NULL))
    FROM tenders t WHERE t.shift_id = v_shift_id);

  CALL append_entry('z', v_counter_id, v_user_id, v_shift_id, v_business_date, p_request, v_taken_at, 0,
    CONCAT_WS('|', CONCAT('Zfloat:', thousandths(v_float)), CONCAT('Zcash_taken:', thousandths(v_cash)),
      CONCAT('Zmovements:', thousandths(v_movements)), CONCAT('Zexpected:', thousandths(v_expected)),
      CONCAT('Zcounted:', thousandths(v_counted)), CONCAT('Zdifference:', thousandths(v_counted - v_expected)),
      CONCAT('Zreceipts:', v_receipts), CONCAT('Zundos:', v_undos), CONCAT('Zundone:', thousandths(v_undone)),
      CONCAT('Zreprints:', v_reprints), CONCAT('Zdrawer_openings:', v_drawers),
      CONCAT('Zgrand_total:', thousandths(v_grand)), NULLIF(v_tender_parts, ''), CONCAT('Zdecided:', v_decided)),
    v_entry_id, v_number, v_stored_at, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;

  INSERT INTO z_reports (entry_id, shift_id, float_amount, cash_taken, movements, expected, counted,
    difference, reason, is_decided, receipts, first_receipt, last_receipt, undos, undone_amount,
    reprints, drawer_openings, grand_total)
  VALUES (v_entry_id, v_shift_id, v_float, v_cash, v_movements, v_expected, v_counted,
    v_counted - v_expected, v_reason, v_decided, v_receipts, v_first, v_last, v_undos, v_undone,
    v_reprints, v_drawers, v_grand);
  INSERT INTO z_tenders (entry_id, kind, receipts, amount)
  SELECT v_entry_id, t.kind, COUNT(DISTINCT IF(t.tendered > 0, t.entry_id, NULL)), SUM(t.tendered - t.change_given)
  FROM tenders t WHERE t.shift_id = v_shift_id GROUP BY t.kind;
  IF COALESCE(v_unsettled, '') <> '' THEN
    INSERT INTO audit_events (stored_at, user_id, counter_id, act, detail)
    VALUES (v_stored_at, v_user_id, v_counter_id, 'unsettled_at_close', v_unsettled);
  END IF;
  COMMIT;

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  CALL emit_z(v_entry_id);
END
