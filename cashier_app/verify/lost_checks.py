"""Invariants 2, 5 and 11 after a restored backup: lost numbers, and payments entered again."""

from __future__ import annotations

from cashier_app.verify.findings import Check, Span, entry_name

_LOST = "l.kind, l.counter_code, l.number, l.entry_id"

WAITING = f"""
SELECT {_LOST}, 'was lost and is not entered again' AS fact
FROM audit_lost_numbers l
WHERE l.enter_again = 1 AND l.entered_id IS NULL
"""

TWICE = f"""
SELECT {_LOST}, 'stands on a lost paper and on another one' AS fact
FROM audit_lost_numbers l
WHERE l.other_entries > 0
"""

MADE_OF_IT = f"""
SELECT {_LOST}, CONCAT_WS('; ',
  IF(NOT (l.entry_kind <=> 'lost'), 'is lost by no entry of a loss', NULL),
  IF(l.entered_id IS NOT NULL AND l.enter_again = 0,
    'was entered again, but not approved so', NULL),
  IF(l.entered_id IS NOT NULL AND NOT (l.entered_kind <=> 'payment'
      AND l.entered_counter_id <=> l.counter_id AND COALESCE(l.entered_total, 0) = l.total
      AND l.entered_account <=> CONVERT(JSON_VALUE(l.order_text, '$.account') USING ascii)),
    'became another payment than was approved', NULL)) AS fact
FROM audit_lost_numbers l
HAVING fact <> ''
"""

CHECKS = (
    Check(2, Span.ONCE, entry_name, TWICE),
    Check(5, Span.ONCE, entry_name, MADE_OF_IT),
    Check(11, Span.ONCE, entry_name, WAITING),
)
