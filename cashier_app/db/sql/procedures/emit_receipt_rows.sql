-- What a receipt or the slip of a correction prints: the head as the facts of the outcome row, then lines and
-- tenders. Whoever calls it knows the entry's keys: with them every join below is by a constant key, a third of
-- the time; take_payment has just written them and reads no entry for them again.
-- grants:
CREATE PROCEDURE emit_receipt_rows(
  IN p_outcome VARCHAR(32) CHARACTER SET ascii, IN p_code VARCHAR(32) CHARACTER SET ascii,
  IN p_copy_no INT, IN p_entry_id BIGINT, IN p_account_id BIGINT,
  IN p_number VARCHAR(24) CHARACTER SET ascii,
  IN p_rounding DECIMAL(18, 3), IN p_due DECIMAL(18, 3), IN p_credit DECIMAL(18, 3),
  IN p_used DECIMAL(18, 3), IN p_made DECIMAL(18, 3), IN p_has_details INT,
  IN p_undone_id BIGINT, IN p_undoes VARCHAR(24) CHARACTER SET ascii,
  IN p_undone_by VARCHAR(24) CHARACTER SET ascii,
  IN p_reason VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
  IN p_approver VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
)
SQL SECURITY DEFINER
BEGIN
  DECLARE v_connection_id, v_meter_id BIGINT;
  DECLARE v_has_postings INT;

  SELECT (SELECT ac.connection_id FROM account_connections ac
      WHERE ac.account_id = p_account_id ORDER BY ac.liable_from DESC LIMIT 1),
    EXISTS (SELECT 1 FROM payment_allocations pa
      JOIN bill_adjustments x ON x.bill_id = pa.bill_id WHERE pa.entry_id = p_entry_id)
  INTO v_connection_id, v_has_postings;
  -- Never by SET: that would wait for whoever holds the row, with the act already committed.
  SELECT (SELECT f.meter_id FROM meter_fittings f
    WHERE f.connection_id = v_connection_id AND f.removed_on IS NULL ORDER BY f.fitted_on DESC LIMIT 1)
  INTO v_meter_id;

  -- One column, here and below: reading the names of 27 costs the counter more than making the row costs here.
  SELECT p_outcome AS outcome, p_code AS code, JSON_OBJECT(
    'entry_id', p_entry_id, 'kind', j.kind, 'number', p_number, 'request_id', LOWER(HEX(j.request_id)),
    'counter_code', c.code, 'counter_name', c.name, 'office', o.name, 'cashier', u.full_name,
    'stored_at', j.stored_at, 'business_date', j.business_date,
    'account_no', a.account_no, 'customer_name', cu.name,
    'address', CONCAT_WS(', ', k.address, NULLIF(k.ward, '')), 'meter_no', COALESCE(m.meter_no, ''),
    'rounding', p_rounding, 'due_after', p_due, 'credit_after', p_credit, 'hash', LOWER(HEX(j.hash)),
    'credit_used', p_used, 'credit_made', p_made, 'undoes', p_undoes, 'undone_by', p_undone_by,
    'copy_no', p_copy_no, 'reason', p_reason, 'approved_by', p_approver) AS facts
  FROM journal j
  JOIN accounts a ON a.account_id = p_account_id
  JOIN customers cu ON cu.customer_id = a.customer_id
  JOIN counters c ON c.counter_id = j.counter_id
  JOIN offices o ON o.office_id = c.office_id
  JOIN users u ON u.user_id = j.user_id
  LEFT JOIN connections k ON k.connection_id = v_connection_id
  LEFT JOIN meters m ON m.meter_id = v_meter_id
  WHERE j.entry_id = p_entry_id;

  IF v_has_postings THEN
    SELECT JSON_OBJECT('title', b.title, 'period_from', b.period_from, 'period_to', b.period_to,
      'bill_no', b.bill_no, 'account_no', a.account_no, 'customer_name', cu.name,
      'amount', pa.amount, 'paper_total', b.total, 'left', pa.balance_after,
      -- What money from outside took back of them, or gave back since, is no discount.
      'late_charge', (SELECT SUM(x.amount) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
        AND x.posted_at <= j.stored_at
        AND (x.kind = 'late_charge' OR x.kind = 'taken_back' AND charged_on(x.adjustment_id) IS NOT NULL)),
      'late_since', (SELECT MIN(x.posted_on) FROM bill_adjustments x WHERE x.bill_id = b.bill_id
        AND x.kind = 'late_charge' AND x.posted_at <= j.stored_at),
      'discount', (SELECT -SUM(x.amount) FROM bill_adjustments x
        WHERE x.entry_id = pa.entry_id AND x.bill_id = b.bill_id
          AND NOT (x.kind = 'taken_back' AND charged_on(x.adjustment_id) IS NOT NULL))) AS line
    FROM payment_allocations pa
    JOIN journal j ON j.entry_id = pa.entry_id
    JOIN bills b ON b.bill_id = pa.bill_id
    JOIN accounts a ON a.account_id = b.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE pa.entry_id = p_entry_id
    ORDER BY pa.line_no;
  ELSE
    SELECT JSON_OBJECT('title', b.title, 'period_from', b.period_from, 'period_to', b.period_to,
      'bill_no', b.bill_no, 'account_no', a.account_no, 'customer_name', cu.name,
      'amount', pa.amount, 'paper_total', b.total, 'left', pa.balance_after,
      'late_charge', NULL, 'late_since', NULL, 'discount', NULL) AS line
    FROM payment_allocations pa
    JOIN bills b ON b.bill_id = pa.bill_id
    JOIN accounts a ON a.account_id = b.account_id
    JOIN customers cu ON cu.customer_id = a.customer_id
    WHERE pa.entry_id = p_entry_id
    ORDER BY pa.line_no;
  END IF;

  -- Plain cash pays nothing for the numbers of the others: their three tables cost a sixth of a payment.
  IF NOT p_has_details THEN
    SELECT JSON_OBJECT('kind', t.kind, 'tendered', t.tendered, 'change', t.change_given, 'detail', '') AS tender
    FROM tenders t WHERE t.entry_id = p_entry_id ORDER BY t.line_no;
  ELSE
    SELECT JSON_OBJECT('kind', t.kind, 'tendered', t.tendered, 'change', t.change_given,
      -- A slip that takes a cheque back names it as the receipt did.
      'detail', COALESCE(CASE t.kind
        WHEN 'cheque' THEN (SELECT CONCAT_WS(', ', q.cheque_no, q.bank) FROM cheques q
          WHERE q.entry_id = COALESCE(p_undone_id, t.entry_id) AND q.line_no = t.line_no)
        WHEN 'card' THEN (SELECT q.slip_no FROM card_slips q
          WHERE q.entry_id = COALESCE(p_undone_id, t.entry_id) AND q.line_no = t.line_no)
        WHEN 'transfer' THEN (SELECT q.reference FROM outside_payments q
          WHERE q.entry_id = COALESCE(p_undone_id, t.entry_id))
        END, '')) AS tender
    FROM tenders t WHERE t.entry_id = p_entry_id ORDER BY t.line_no;
  END IF;
END
