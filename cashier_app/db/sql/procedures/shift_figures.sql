-- The one calculation of a shift, for X and for Z: what an X shows is what a Z at this moment would store.
-- grants:
CREATE PROCEDURE shift_figures(
  IN p_shift_id BIGINT,
  OUT o_float DECIMAL(18, 3), OUT o_cash DECIMAL(18, 3), OUT o_movements DECIMAL(18, 3),
  OUT o_receipts INT, OUT o_undos INT, OUT o_undone DECIMAL(18, 3),
  OUT o_reversals INT, OUT o_reversed DECIMAL(18, 3), OUT o_reprints INT, OUT o_drawers INT,
  OUT o_first VARCHAR(16) CHARACTER SET ascii, OUT o_last VARCHAR(16) CHARACTER SET ascii,
  OUT o_grand DECIMAL(18, 3)
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_counter_id, v_user_id BIGINT;
  DECLARE v_opened_at, v_closed_at DATETIME(6);

  SELECT s.counter_id, s.user_id, s.opened_at, s.closed_at, s.float_amount, s.cash_taken, s.movements,
    s.receipts, s.undos
  INTO v_counter_id, v_user_id, v_opened_at, v_closed_at, o_float, o_cash, o_movements, o_receipts, o_undos
  FROM shifts s WHERE s.shift_id = p_shift_id;
  SELECT COALESCE(-SUM(IF(j.kind = 'undo', t.tendered - t.change_given, 0)), 0),
    COALESCE(-SUM(IF(j.kind <> 'undo', t.tendered - t.change_given, 0)), 0)
  INTO o_undone, o_reversed
  FROM journal j JOIN tenders t ON t.entry_id = j.entry_id
  WHERE j.shift_id = p_shift_id AND j.kind IN ('undo', 'reversal', 'correction', 'move', 'refund', 'bounce');
  SELECT COUNT(*) INTO o_reversals FROM journal j
  WHERE j.shift_id = p_shift_id AND j.kind IN ('reversal', 'correction', 'move', 'refund', 'bounce');
  SELECT COUNT(DISTINCT l.entry_id, l.copy_no) INTO o_reprints
  FROM print_log l JOIN journal j ON j.entry_id = l.entry_id
  WHERE l.copy_no > 0 AND l.user_id = v_user_id AND l.counter_id = v_counter_id
    AND l.stored_at >= v_opened_at AND l.stored_at <= COALESCE(v_closed_at, l.stored_at);
  SELECT COUNT(*) INTO o_drawers FROM drawer_events d
  WHERE d.shift_id = p_shift_id AND d.entry_id IS NULL;
  -- By the entries: as text "03-1000000" stands before "03-999999".
  SELECT COALESCE(MAX(f.receipt_no), ''), COALESCE(MAX(l.receipt_no), '') INTO o_first, o_last
  FROM (SELECT MIN(j.entry_id) AS first_id, MAX(j.entry_id) AS last_id FROM journal j
    WHERE j.shift_id = p_shift_id AND j.kind = 'payment') q
  LEFT JOIN payments f ON f.payment_id = q.first_id LEFT JOIN payments l ON l.payment_id = q.last_id;
  SELECT s.total INTO o_grand FROM series s WHERE s.counter_id = v_counter_id AND s.kind = 'payment';
END
