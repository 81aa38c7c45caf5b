-- Whether all is right of a payment by itself, by the quickest look: all that audit_payment_proofs asks, of one tender
-- and no discount, and without its print events. What is not plain is nothing bad: it is asked about there. The rows
-- that a plain payment is made of beside its allocations are row_count; that there are no more whoever reads this counts.
-- grants: auditor
CREATE ALGORITHM=TEMPTABLE VIEW audit_plain_payments AS
SELECT j.entry_id, j.kind, j.number, CAST((t.tendered - t.change_given) * 1000 AS SIGNED) AS total,
  2 + IF(c.channel <> 'hall', (SELECT COUNT(*) FROM outside_payments o WHERE o.entry_id = j.entry_id), 0)
    + IF(LOCATE('|C', j.canonical) > 0, (SELECT COUNT(*) FROM credit_entries k WHERE k.entry_id = j.entry_id), 0)
    + (LOCATE('|A', j.canonical) > 0) AS row_count,
  COALESCE(j.kind = 'payment'
    -- It follows the entry before it.
    AND b.counter_id = j.counter_id AND b.chain_no + 1 = j.chain_no AND b.hash = j.previous_hash
    AND b.stored_at <= j.stored_at AND j.entry_id = j.counter_id * 10000000000 + j.chain_no
    AND j.chain_no BETWEEN 1 AND 9999999999
    -- It lies in its counter's and person's open shift.
    AND s.counter_id = j.counter_id AND s.business_date = j.business_date AND s.user_id = j.user_id
    AND j.entry_id <> j.shift_id AND u.role IN ('cashier', 'supervisor') AND j.stored_at >= u.created_at
    AND j.stored_at >= s.opened_at AND (s.counted_at IS NULL OR j.stored_at <= s.counted_at)
    -- Its request is done.
    AND q.state = 'done' AND q.kind = j.kind AND q.counter_id = j.counter_id AND q.user_id = j.user_id
    -- Its tender breaks no rule.
    AND t.tendered > 0 AND t.shift_id = j.shift_id AND t.change_given BETWEEN 0 AND t.tendered
    AND (t.kind = 'cash' OR t.change_given = 0)
    AND p.rounding = 0 AND p.receipt_no = CONCAT(c.code, '-', LPAD(j.number, GREATEST(6, LENGTH(j.number)), '0'))
    -- Its hash is that of its text, and its text what the rows make.
    AND j.hash = UNHEX(SHA2(CONCAT(j.previous_hash, j.canonical), 256))
    AND j.canonical = CONCAT_WS('|', 'v1|payment', c.code, j.number, j.chain_no, LOWER(HEX(j.request_id)), j.shift_id,
      CONCAT(CHAR_LENGTH(u.user_name), ':', u.user_name),
      TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', j.taken_at),
      TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00.000000', j.stored_at), j.business_date,
      -- Where its money does not add up the text is one that nothing has.
      (SELECT IF(COALESCE(MIN(a.amount) > 0 AND MAX(a.line_no) <= 999, 1)
          AND COALESCE(SUM(a.amount), 0) + IF(LOCATE('|C', j.canonical) > 0,
            (SELECT IF(MAX(k.line_no) <= 999, SUM(k.amount), NULL) FROM credit_entries k WHERE k.entry_id = j.entry_id), 0)
          = t.tendered - t.change_given,
          GROUP_CONCAT('A', a.line_no, ':', a.bill_id, ':', CAST(a.amount * 1000 AS SIGNED), ':0' SEPARATOR '|'), '?')
        FROM payment_allocations a WHERE a.entry_id = j.entry_id),
      IF(LOCATE('|C', j.canonical) > 0,
        (SELECT GROUP_CONCAT('C', k.line_no, ':', k.account_id, ':', CAST(k.amount * 1000 AS SIGNED) SEPARATOR '|')
          FROM credit_entries k WHERE k.entry_id = j.entry_id), NULL),
      IF(c.channel <> 'hall',
        (SELECT CONCAT('O', CHAR_LENGTH(o.reference), ':', o.reference, ':', o.value_date, ':', CHAR_LENGTH(o.payer),
            ':', o.payer)
          FROM outside_payments o WHERE o.entry_id = j.entry_id), NULL),
      CONCAT('P', p.account_id, ':0:', CAST(p.due_after * 1000 AS SIGNED), ':', CAST(p.credit_after * 1000 AS SIGNED)),
      -- A number that is missing, or a cheque over less than it pays, makes one that nothing has too.
      CONCAT('T1:', t.kind, ':', CAST(t.tendered * 1000 AS SIGNED), ':', CAST(t.change_given * 1000 AS SIGNED),
        CASE t.kind WHEN 'cash' THEN ''
        WHEN 'cheque' THEN COALESCE((SELECT CONCAT(':', CHAR_LENGTH(h.bank), ':', h.bank, ':',
            CHAR_LENGTH(h.cheque_no), ':', h.cheque_no, ':', h.dated_on, ':', CAST(h.face_amount * 1000 AS SIGNED))
          FROM cheques h WHERE h.entry_id = t.entry_id AND h.line_no = t.line_no AND h.face_amount >= t.tendered), '?')
        WHEN 'card' THEN COALESCE((SELECT CONCAT(':', CHAR_LENGTH(d.slip_no), ':', d.slip_no)
          FROM card_slips d WHERE d.entry_id = t.entry_id AND d.line_no = t.line_no), '?')
        WHEN 'transfer' THEN IF(EXISTS (SELECT 1 FROM outside_payments o WHERE o.entry_id = t.entry_id), '', '?')
        ELSE '?' END)), 0) AS is_plain
FROM journal j
LEFT JOIN counters c ON c.counter_id = j.counter_id
LEFT JOIN users u ON u.user_id = j.user_id
LEFT JOIN shifts s ON s.shift_id = j.shift_id
LEFT JOIN requests q ON q.request_id = j.request_id
LEFT JOIN journal b ON b.entry_id = j.entry_id - 1
LEFT JOIN payments p ON p.payment_id = j.entry_id
LEFT JOIN tenders t ON t.entry_id = j.entry_id AND t.line_no = 1
