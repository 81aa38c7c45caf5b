-- The last receipts of a shift at this counter with what is known of their paper, newest first.
-- grants: cashier supervisor auditor
CREATE PROCEDURE recent_receipts(
  IN p_token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
  IN p_shift_id BIGINT, IN p_only_unprinted BOOLEAN
)
SQL SECURITY DEFINER
act: BEGIN
  DECLARE v_user_id, v_counter_id BIGINT;
  DECLARE v_refusal VARCHAR(32) CHARACTER SET ascii;

  CALL begin_act(p_token, NULL, v_user_id, v_counter_id, v_refusal);
  IF v_refusal <> '' THEN CALL refuse(v_refusal, NULL); LEAVE act; END IF;
  SELECT 'done' AS outcome, '' AS code, '{}' AS facts;
  SELECT x.* FROM (
    SELECT j.entry_id, j.kind, entry_number(c.code, j.kind, j.number) AS number, j.stored_at,
      a.account_no, cu.name AS customer_name,
      COALESCE((SELECT SUM(t.tendered - t.change_given) FROM tenders t WHERE t.entry_id = j.entry_id), 0) AS total,
      COALESCE((SELECT l.state FROM print_log l WHERE l.entry_id = j.entry_id AND l.copy_no = 0
        ORDER BY l.print_event_id DESC LIMIT 1), 'queued') AS print_state,
      EXISTS (SELECT 1 FROM reversals r WHERE r.undone_entry_id = j.entry_id) AS undone
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id
    LEFT JOIN payments p ON p.payment_id = j.entry_id
    LEFT JOIN reversals v ON v.entry_id = j.entry_id
    LEFT JOIN refunds f ON f.entry_id = j.entry_id
    LEFT JOIN corrections k ON k.entry_id = j.entry_id
    LEFT JOIN payments kp ON kp.payment_id = k.payment_id
    JOIN accounts a ON a.account_id = COALESCE(p.account_id, v.account_id, f.account_id, kp.account_id)
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE j.shift_id = p_shift_id AND j.counter_id = v_counter_id
      AND j.kind IN ('payment', 'undo', 'reversal', 'move', 'correction', 'refund', 'bounce')
  ) x
  -- A copy that came out is the customer's paper, too.
  WHERE NOT p_only_unprinted OR NOT EXISTS (
    SELECT 1 FROM print_log l WHERE l.entry_id = x.entry_id AND l.state = 'printed')
  ORDER BY x.entry_id DESC LIMIT 20;
END
