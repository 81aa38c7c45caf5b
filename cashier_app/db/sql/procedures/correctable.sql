-- A receipt as it stands, for correcting it: what would go back, where it is booked, what was done to it.
-- grants: cashier supervisor
CREATE PROCEDURE correctable(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_number VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id, v_payment_id, v_booking_id, v_head_id BIGINT;
  DECLARE v_base INT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;
  DECLARE v_cheque VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_rounding, v_net, v_cash DECIMAL(18, 3);
  DECLARE v_tenders, v_undone LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT p.payment_id INTO v_payment_id FROM payments p WHERE p.receipt_no = p_number;
  -- A paper may bear the number of a receipt that was lost and entered again.
  IF v_payment_id IS NULL THEN SET v_payment_id = entered_as(p_number); END IF;
  IF v_payment_id IS NULL THEN CALL refuse('no_such_receipt', NULL); LEAVE act; END IF;
  CALL find_booking(v_payment_id, v_booking_id, v_base, v_head_id, v_rounding, v_undone);
  CALL tenders_back(v_payment_id, v_tenders, v_net, v_cash, v_cheque);
  CALL emit_receipt(v_payment_id, 0, 'done', '');

  SELECT v_net AS net, v_cash AS cash, a.account_no AS booked_to, cu.name AS booked_name,
    v_booking_id <> v_payment_id AS is_moved, COALESCE(v_cheque, '') AS cheque_at_bank,
    COALESCE(JSON_UNQUOTE(JSON_EXTRACT(v_undone, '$.number')), '') AS undone_by,
    COALESCE((SELECT SUM(q.amount) FROM (
      SELECT pa.amount FROM payment_allocations pa WHERE pa.entry_id = v_booking_id AND pa.line_no > v_base
      UNION ALL
      SELECT e.amount FROM credit_entries e WHERE e.entry_id = v_booking_id AND e.line_no > v_base) q), 0)
      AS booked
  FROM accounts a JOIN customers cu ON cu.customer_id = a.customer_id WHERE a.account_id = v_head_id;

  SELECT MOD(t.line_no, 1000) AS line_no, t.kind, SUM(t.tendered - t.change_given) AS amount
  FROM (
    SELECT v_payment_id AS entry_id
    UNION ALL SELECT k.entry_id FROM corrections k WHERE k.payment_id = v_payment_id
    UNION ALL SELECT r.entry_id FROM reversals r WHERE r.payment_id = v_payment_id
    UNION ALL SELECT r.entry_id FROM reversals r
      WHERE r.undone_entry_id = v_payment_id AND r.payment_id IS NULL
  ) e JOIN tenders t ON t.entry_id = e.entry_id
  GROUP BY MOD(t.line_no, 1000), t.kind HAVING SUM(t.tendered) <> 0 ORDER BY line_no;

  SELECT q.entry_id, q.line_no, q.cheque_no, q.bank, t.tendered AS amount
  FROM cheques q JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no
  WHERE (q.entry_id = v_payment_id
      OR q.entry_id IN (SELECT k.entry_id FROM corrections k WHERE k.payment_id = v_payment_id))
    AND cheque_stands(v_payment_id, q.entry_id, q.line_no)
    AND NOT EXISTS (SELECT 1 FROM cheque_events e WHERE e.entry_id = q.entry_id
      AND e.line_no = q.line_no AND e.state = 'bounced')
  ORDER BY q.entry_id, q.line_no;
END
