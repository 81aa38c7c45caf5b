-- Everything a receipt or the slip of a correction prints, from stored rows only: the head as the facts of the
-- outcome row, then lines and tenders.
-- Keys are read first: with them every join below is by a constant key, a third of the time. The canonical
-- text names the entry's children: a table that holds none of them is not opened.
-- grants:
CREATE PROCEDURE emit_receipt(
  IN p_entry_id BIGINT, IN p_copy_no INT,
  IN p_outcome VARCHAR(32) CHARACTER SET ascii, IN p_code VARCHAR(32) CHARACTER SET ascii
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_kind VARCHAR(12) CHARACTER SET ascii;
  DECLARE v_code VARCHAR(4) CHARACTER SET ascii;
  DECLARE v_counter_name, v_request, v_hash VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_business_date DATE;
  DECLARE v_canonical MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
  DECLARE v_number VARCHAR(24) CHARACTER SET ascii;
  DECLARE v_undoes, v_undone_by VARCHAR(24) CHARACTER SET ascii DEFAULT '';
  DECLARE v_running, v_counter_id, v_user_id, v_account_id, v_connection_id, v_undone_id, v_undo_id,
    v_office_id, v_meter_id BIGINT;
  DECLARE v_rounding, v_due, v_credit DECIMAL(18, 3);
  DECLARE v_used, v_made DECIMAL(18, 3) DEFAULT 0;
  DECLARE v_stored_at DATETIME(6);
  DECLARE v_has_postings INT;
  DECLARE v_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_approver VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';
  DECLARE v_approval_id BIGINT;

  SELECT j.kind, j.number, j.counter_id, j.user_id, j.stored_at, p.receipt_no,
    p.account_id, COALESCE(p.rounding, 0), p.due_after, p.credit_after, u.entry_id, c.code,
    c.name, c.office_id, LOWER(HEX(j.request_id)), LOWER(HEX(j.hash)), j.business_date,
    CONVERT(j.canonical USING utf8mb4)
  INTO v_kind, v_running, v_counter_id, v_user_id, v_stored_at, v_number,
    v_account_id, v_rounding, v_due, v_credit, v_undo_id, v_code, v_counter_name, v_office_id, v_request, v_hash,
    v_business_date, v_canonical
  FROM journal j JOIN counters c ON c.counter_id = j.counter_id
  LEFT JOIN payments p ON p.payment_id = j.entry_id
  LEFT JOIN reversals u ON u.undone_entry_id = j.entry_id
  WHERE j.entry_id = p_entry_id;
  IF v_kind <> 'payment' THEN
    SELECT COALESCE(r.reason, k.reason, f.reason), COALESCE(r.approval_id, k.approval_id, f.approval_id),
      COALESCE(r.account_id, f.account_id, p.account_id),
      COALESCE(r.payment_id, r.undone_entry_id, k.payment_id), COALESCE(r.rounding, v_rounding),
      COALESCE(r.due_after, f.due_after, p.due_after),
      COALESCE(r.credit_after, f.credit_after, p.credit_after)
    INTO v_reason, v_approval_id, v_account_id, v_undone_id, v_rounding, v_due, v_credit
    FROM journal j
    LEFT JOIN reversals r ON r.entry_id = j.entry_id
    LEFT JOIN corrections k ON k.entry_id = j.entry_id
    LEFT JOIN payments p ON p.payment_id = k.payment_id
    LEFT JOIN refunds f ON f.entry_id = j.entry_id
    WHERE j.entry_id = p_entry_id;
    SET v_approver = COALESCE((SELECT u.full_name FROM approvals a JOIN users u ON u.user_id = a.user_id
      WHERE a.approval_id = v_approval_id), '');
  END IF;
  IF v_number IS NULL THEN SET v_number = entry_number(v_code, v_kind, v_running); END IF;
  IF v_undone_id IS NOT NULL THEN
    SELECT entry_number(c.code, j.kind, j.number) INTO v_undoes
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_undone_id;
  END IF;
  IF v_undo_id IS NOT NULL THEN
    SELECT entry_number(c.code, j.kind, j.number) INTO v_undone_by
    FROM journal j JOIN counters c ON c.counter_id = j.counter_id WHERE j.entry_id = v_undo_id;
  END IF;
  IF v_canonical LIKE '%|C%' THEN
    SELECT COALESCE(-SUM(IF((e.amount < 0) = (v_kind = 'payment' OR e.line_no > 1000), e.amount, 0)), 0),
      COALESCE(SUM(IF((e.amount > 0) = (v_kind = 'payment' OR e.line_no > 1000), e.amount, 0)), 0)
    INTO v_used, v_made FROM credit_entries e WHERE e.entry_id = p_entry_id;
  END IF;
  SELECT (SELECT ac.connection_id FROM account_connections ac
      WHERE ac.account_id = v_account_id ORDER BY ac.liable_from DESC LIMIT 1),
    EXISTS (SELECT 1 FROM payment_allocations pa
      JOIN bill_adjustments x ON x.bill_id = pa.bill_id WHERE pa.entry_id = p_entry_id)
  INTO v_connection_id, v_has_postings;
  SET v_meter_id = (SELECT f.meter_id FROM meter_fittings f
    WHERE f.connection_id = v_connection_id AND f.removed_on IS NULL ORDER BY f.fitted_on DESC LIMIT 1);

  -- One column: reading the names of 27 costs the counter more than making the whole row costs here.
  SELECT p_outcome AS outcome, p_code AS code, JSON_OBJECT(
    'entry_id', p_entry_id, 'kind', v_kind, 'number', v_number, 'request_id', v_request,
    'counter_code', v_code, 'counter_name', v_counter_name, 'office', o.name, 'cashier', u.full_name,
    'stored_at', v_stored_at, 'business_date', v_business_date,
    'account_no', a.account_no, 'customer_name', cu.name,
    'address', CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), 'meter_no', COALESCE(m.meter_no, ''),
    'rounding', v_rounding, 'due_after', v_due, 'credit_after', v_credit, 'hash', v_hash,
    'credit_used', v_used, 'credit_made', v_made, 'undoes', v_undoes, 'undone_by', v_undone_by,
    'copy_no', p_copy_no, 'reason', COALESCE(v_reason, ''), 'approved_by', v_approver) AS facts
  FROM accounts a
  JOIN customers cu ON cu.customer_id = a.customer_id
  JOIN offices o ON o.office_id = v_office_id
  JOIN users u ON u.user_id = v_user_id
  LEFT JOIN connections k ON k.connection_id = v_connection_id
  LEFT JOIN meters m ON m.meter_id = v_meter_id
  WHERE a.account_id = v_account_id;

  IF v_has_postings THEN
    SELECT b.title, b.period_from, b.period_to, b.bill_no, a.account_no, cu.name AS customer_name,
      pa.amount, b.total AS paper_total, pa.balance_after,
      COALESCE((SELECT SUM(x.amount) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
        AND x.kind = 'late_charge' AND x.posted_at <= v_stored_at), 0) AS late_charge,
      (SELECT MIN(x.posted_on) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
        AND x.kind = 'late_charge' AND x.posted_at <= v_stored_at) AS late_since,
      COALESCE((SELECT -SUM(x.amount) FROM bill_adjustments x
        WHERE x.entry_id = pa.entry_id AND x.bill_id = b.bill_id), 0) AS discount
    FROM payment_allocations pa
    JOIN bills b ON b.bill_id = pa.bill_id
    JOIN accounts a ON a.account_id = b.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE pa.entry_id = p_entry_id
    ORDER BY pa.line_no;
  ELSE
    SELECT b.title, b.period_from, b.period_to, b.bill_no, a.account_no, cu.name AS customer_name,
      pa.amount, b.total AS paper_total, pa.balance_after,
      0 AS late_charge, NULL AS late_since, 0 AS discount
    FROM payment_allocations pa
    JOIN bills b ON b.bill_id = pa.bill_id
    JOIN accounts a ON a.account_id = b.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE pa.entry_id = p_entry_id
    ORDER BY pa.line_no;
  END IF;

  -- Plain cash pays nothing for the numbers of the others: their three tables cost a sixth of a payment.
  IF NOT v_canonical REGEXP '[|]T[0-9]+:(cheque|card|transfer):' THEN
    SELECT t.kind, t.tendered, t.change_given, '' AS detail
    FROM tenders t WHERE t.entry_id = p_entry_id ORDER BY t.line_no;
  ELSE
    SELECT t.kind, t.tendered, t.change_given,
      -- A slip that takes a cheque back names it as the receipt did.
      COALESCE(CASE t.kind
        WHEN 'cheque' THEN (SELECT CONCAT_WS(', ', q.cheque_no, q.bank) FROM cheques q
          WHERE q.entry_id = COALESCE(v_undone_id, t.entry_id) AND q.line_no = t.line_no)
        WHEN 'card' THEN (SELECT q.slip_no FROM card_slips q
          WHERE q.entry_id = COALESCE(v_undone_id, t.entry_id) AND q.line_no = t.line_no)
        WHEN 'transfer' THEN (SELECT q.reference FROM outside_payments q
          WHERE q.entry_id = COALESCE(v_undone_id, t.entry_id))
        END, '') AS detail
    FROM tenders t WHERE t.entry_id = p_entry_id ORDER BY t.line_no;
  END IF;
END
