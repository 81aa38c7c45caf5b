-- A shift as it stands, from the calculation of the Z; its own cashier sees counts, not the cash to be counted.
-- grants: cashier
CREATE PROCEDURE x_report(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_shift_id BIGINT
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_full BOOLEAN;
  DECLARE v_float, v_cash, v_movements, v_undone, v_reversed, v_grand DECIMAL(18, 3);
  DECLARE v_receipts, v_undos, v_reversals, v_reprints, v_drawers INT;
  DECLARE v_first, v_last VARCHAR(16) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL may_see(v_user_id, v_counter_id, p_shift_id, v_full, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  CALL shift_figures(p_shift_id, v_float, v_cash, v_movements, v_receipts, v_undos, v_undone,
    v_reversals, v_reversed, v_reprints, v_drawers, v_first, v_last, v_grand);

  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT s.shift_id, c.code AS counter_code, c.name AS counter_name, o.name AS office, u.full_name AS cashier,
    s.business_date, s.opened_at, s.state, SYSDATE(6) AS asked_at, v_full AS is_full,
    v_float AS float_amount, IF(v_full, v_cash, NULL) AS cash_taken, v_movements AS movements,
    IF(v_full, v_float + v_cash + v_movements, NULL) AS expected,
    v_receipts AS receipts, v_first AS first_receipt, v_last AS last_receipt, v_undos AS undos,
    v_undone AS undone_amount, v_reversals AS reversals, v_reversed AS reversed_amount,
    v_reprints AS reprints, v_drawers AS drawer_openings, IF(v_full, v_grand, NULL) AS grand_total
  FROM shifts s JOIN counters c ON c.counter_id = s.counter_id JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = s.user_id
  WHERE s.shift_id = p_shift_id;
  IF v_full THEN
    CALL emit_tenders(p_shift_id);
  ELSE
    SELECT t.kind, COUNT(DISTINCT IF(t.tendered > 0, t.entry_id, NULL)) AS receipts,
      IF(t.kind = 'cash', NULL, SUM(t.tendered - t.change_given)) AS amount
    FROM tenders t WHERE t.shift_id = p_shift_id GROUP BY t.kind ORDER BY t.kind;
  END IF;
  CALL emit_movements(p_shift_id);
END
