-- Whether all is right of a plain payment by itself: its text, hash and place in the chain, its money, shift, person,
-- request and paper. Worked out row by row, so that of what is right nothing else is read; what is not proved here
-- (another kind, rounding, copies, anything wrong) is looked at by the checks themselves.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_payment_proofs AS
SELECT j.entry_id, j.counter_id, j.number,
  -- Nothing where a tender breaks a rule: what is settled has nothing to agree with then.
  (SELECT IF(MIN(t.tendered) > 0 AND MAX(t.line_no) <= 999 AND MIN(t.shift_id) = j.shift_id
        AND MAX(t.shift_id) = j.shift_id
        AND SUM(t.change_given < 0 OR t.change_given > t.tendered OR t.kind <> 'cash' AND t.change_given <> 0) = 0,
      CAST(SUM(t.tendered - t.change_given) * 1000 AS SIGNED), NULL) FROM tenders t WHERE t.entry_id = j.entry_id)
    AS total,
  CAST((COALESCE((SELECT IF(MIN(a.amount) > 0 AND MAX(a.line_no) <= 999, SUM(a.amount), -1)
        FROM payment_allocations a WHERE a.entry_id = j.entry_id HAVING COUNT(*) > 0), 0)
      + COALESCE((SELECT IF(MAX(k.line_no) <= 999, SUM(k.amount), -1)
        FROM credit_entries k WHERE k.entry_id = j.entry_id HAVING COUNT(*) > 0), 0)) * 1000 AS SIGNED) AS settled,
  COALESCE(j.kind = 'payment'
    -- It follows the entry before it.
    AND b.counter_id = j.counter_id AND b.chain_no + 1 = j.chain_no AND b.hash = j.previous_hash
    AND b.stored_at <= j.stored_at AND j.entry_id = j.counter_id * 10000000000 + j.chain_no
    -- It lies in its counter's and person's open shift.
    AND s.counter_id = j.counter_id AND s.business_date = j.business_date AND s.user_id = j.user_id
    AND j.entry_id <> j.shift_id AND u.role IN ('cashier', 'supervisor') AND j.stored_at >= u.created_at
    AND j.stored_at >= s.opened_at AND (s.counted_at IS NULL OR j.stored_at <= s.counted_at)
    -- Its request is done, and its paper was queued once.
    AND q.state = 'done' AND q.kind = j.kind AND q.counter_id = j.counter_id AND q.user_id = j.user_id
    AND (SELECT MIN(l.copy_no) = 0 AND MAX(l.copy_no) = 0 AND SUM(l.state = 'queued') = 1
      FROM print_log l WHERE l.entry_id = j.entry_id)
    -- Its money adds up where total is what is settled, which whoever reads this compares.
    AND p.rounding = 0 AND p.receipt_no = CONCAT(c.code, '-', LPAD(j.number, GREATEST(6, LENGTH(j.number)), '0'))
    -- Its hash is that of its text, and its text what the rows make.
    AND j.hash = UNHEX(SHA2(CONCAT(j.previous_hash, j.canonical), 256))
    AND j.canonical = CONCAT_WS('|', 'v1', j.kind, c.code, j.number, j.chain_no, LOWER(HEX(j.request_id)), j.shift_id,
      CONCAT(CHAR_LENGTH(u.user_name), ':', u.user_name),
      TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', j.taken_at),
      TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', j.stored_at), j.business_date,
      (SELECT GROUP_CONCAT('A', a.line_no, ':', a.bill_id, ':', CAST(a.amount * 1000 AS SIGNED), ':',
          COALESCE((SELECT -CAST(SUM(x.amount) * 1000 AS SIGNED) FROM bill_adjustments x FORCE INDEX (ix_bill_adjustments_entry_id)
            WHERE x.entry_id = a.entry_id AND x.bill_id = a.bill_id AND x.line_no = a.line_no), 0) SEPARATOR '|')
        FROM payment_allocations a WHERE a.entry_id = j.entry_id),
      (SELECT GROUP_CONCAT('C', k.line_no, ':', k.account_id, ':', CAST(k.amount * 1000 AS SIGNED) SEPARATOR '|')
        FROM credit_entries k WHERE k.entry_id = j.entry_id),
      (SELECT CONCAT('O', CHAR_LENGTH(o.reference), ':', o.reference, ':', o.value_date, ':', CHAR_LENGTH(o.payer), ':',
          o.payer)
        FROM outside_payments o WHERE o.entry_id = j.entry_id),
      CONCAT_WS(':', CONCAT('P', p.account_id), CAST(p.rounding * 1000 AS SIGNED), CAST(p.due_after * 1000 AS SIGNED),
        CAST(p.credit_after * 1000 AS SIGNED)),
      -- A number that is missing, or a cheque over less than it pays, makes a text that nothing has.
      (SELECT GROUP_CONCAT('T', t.line_no, ':', t.kind, ':', CAST(t.tendered * 1000 AS SIGNED), ':',
          CAST(t.change_given * 1000 AS SIGNED),
          CASE t.kind WHEN 'cash' THEN ''
          WHEN 'cheque' THEN COALESCE((SELECT CONCAT(':', CHAR_LENGTH(h.bank), ':', h.bank, ':',
              CHAR_LENGTH(h.cheque_no), ':', h.cheque_no, ':', h.dated_on, ':', CAST(h.face_amount * 1000 AS SIGNED))
            FROM cheques h WHERE h.entry_id = t.entry_id AND h.line_no = t.line_no AND h.face_amount >= t.tendered), '?')
          WHEN 'card' THEN COALESCE((SELECT CONCAT(':', CHAR_LENGTH(d.slip_no), ':', d.slip_no)
            FROM card_slips d WHERE d.entry_id = t.entry_id AND d.line_no = t.line_no), '?')
          WHEN 'transfer' THEN IF(EXISTS (SELECT 1 FROM outside_payments o WHERE o.entry_id = t.entry_id), '', '?')
          ELSE '?' END SEPARATOR '|')
        FROM tenders t WHERE t.entry_id = j.entry_id)), 0) AS is_proved
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN users u ON u.user_id = j.user_id
LEFT JOIN shifts s ON s.shift_id = j.shift_id
LEFT JOIN requests q ON q.request_id = j.request_id
LEFT JOIN journal b ON b.entry_id = j.entry_id - 1
LEFT JOIN payments p ON p.payment_id = j.entry_id
