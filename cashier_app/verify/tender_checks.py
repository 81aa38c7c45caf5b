"""Invariants 4, 5 and 8 beyond cash: cheques, card slips, money from outside the hall."""

from __future__ import annotations

from cashier_app.verify.findings import Check, Span, as_named, entry_name, shift_name

_WITHIN = "BETWEEN %(lo)s AND %(hi)s"
_ENTRY = "e.kind, e.counter_code, e.number, e.entry_id"

CHEQUES = """
SELECT CONCAT('cheque ', s.cheque_no, ' of ', s.bank), CONCAT_WS('; ',
  IF(s.paid > s.face, CONCAT('is over ', s.face, ' and pays ', s.paid), NULL),
  IF(s.face <> s.highest_face OR s.dates > 1, 'is written down in two ways', NULL),
  IF(s.shifts > 1, CONCAT('was taken in ', s.shifts, ' shifts'), NULL)) AS fact
FROM audit_cheque_sums s
HAVING fact <> ''
"""

CHEQUE_STATES = """
SELECT CONCAT('cheque ', COALESCE(e.cheque_no, '?'), ' of entry ', e.entry_id), CONCAT_WS('; ',
  IF(e.cheque_no IS NULL, CONCAT('is ', e.state, ', but was never taken'), NULL),
  IF(e.state <> 'listed' AND e.was_listed = 0, CONCAT('is ', e.state, ' without being listed'),
    NULL),
  IF((e.state = 'listed') <> (e.known_deposit_id IS NOT NULL),
    CONCAT('is ', e.state, ' with deposit ', COALESCE(e.known_deposit_id, 'none')), NULL),
  IF(e.times > 1, CONCAT('is ', e.state, ' ', e.times, ' times'), NULL),
  IF(e.state = 'bounced' AND COALESCE(e.taken_back_as, '') <> 'bounce',
    'is bounced, but its receipt stands', NULL),
  IF(e.taken_back_as IN ('undo', 'reversal'),
    CONCAT('is ', e.state, ', its receipt was taken back'), NULL)) AS fact
FROM audit_cheque_events e
HAVING fact <> ''
"""

FILES = """
SELECT f.counter_code, f.shift_id, CONCAT_WS('; ',
  IF(f.channel = 'hall', 'takes in a file, but is the hall''s', NULL),
  IF(f.file_receipts IS NULL, 'is outside the hall and takes in no file', NULL),
  IF(f.channel = 'paper' AND f.approval_id IS NULL,
    'takes in paper receipts nobody approved', NULL),
  IF(f.receipts > f.file_receipts,
    CONCAT('has ', f.receipts, ' receipts, its file ', f.file_receipts), NULL),
  IF(f.taken > f.file_total,
    CONCAT('took ', f.taken, ', its file has ', f.file_total), NULL)) AS fact
FROM audit_file_shifts f
HAVING fact <> ''
"""

PAPER_LINES = """
SELECT CONCAT('paper receipt ', p.book, '-', p.number), CONCAT_WS('; ',
  IF(p.entry_id IS NULL AND p.shift_state = 'closed',
    'was approved, but never became a payment', NULL),
  IF(p.entry_id IS NOT NULL AND NOT (p.paid_account_id <=> p.account_id
      AND p.paid_amount <=> p.amount AND p.paid_value_date <=> p.value_date
      AND p.paid_shift_id <=> p.shift_id),
    'became another payment than was approved', NULL)) AS fact
FROM audit_paper_lines p
HAVING fact <> ''
"""

OUTSIDE = f"""
SELECT {_ENTRY}, CONCAT_WS('; ',
  IF(o.channel IS NULL OR o.channel = 'hall',
    'is from outside, but at a counter of the hall', NULL),
  IF(o.counter_id <> e.counter_id, 'its reference is another counter''s', NULL),
  IF(o.value_date > e.business_date,
    CONCAT('its money came on ', o.value_date, ', after it'), NULL),
  IF(o.channel = 'paper' AND o.is_approved = 0, 'is a paper receipt nobody approved', NULL)) AS fact
FROM audit_entries e
JOIN audit_outside_payments o ON o.entry_id = e.entry_id AND o.entry_id {_WITHIN}
WHERE e.entry_id {_WITHIN}
HAVING fact <> ''
"""

CHECKS = (
    Check(4, Span.ONCE, as_named, CHEQUES),
    Check(5, Span.ONCE, as_named, CHEQUE_STATES),
    Check(5, Span.ONCE, as_named, PAPER_LINES),
    Check(6, Span.ENTRIES, entry_name, OUTSIDE),
    Check(8, Span.ONCE, shift_name, FILES),
)
