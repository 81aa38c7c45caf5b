"""Invariant 1 of receipts: what one says is left of a bill follows from the bill's postings.

It stands on every copy of the receipt, and not in the entry's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from cashier_app.verify.findings import Breach, bill_name
from cashier_app.verify.reader import SPAN, WITHIN, Reader

# An entry is one step: what it takes back says what is left behind what it books anew.
_STEPS = f"""
SELECT bill_id, adjustment_id, SUM(amount), MIN(balance_after), MAX(balance_after)
FROM audit_bill_steps WHERE bill_id {WITHIN}
GROUP BY bill_id, entry_id, adjustment_id ORDER BY bill_id, adjustment_id
"""
_ISSUED = f"""
SELECT b.bill_id, b.bill_no, b.total + COALESCE(c.amount, 0)
FROM audit_bills b
LEFT JOIN (SELECT bill_id, SUM(amount) AS amount FROM audit_credit_entries
  WHERE bill_id {WITHIN} AND entry_id IS NULL AND amount < 0 GROUP BY bill_id) c
  ON c.bill_id = b.bill_id
WHERE b.bill_id {WITHIN}
"""
_IN_ORDER = f"""
SELECT x.bill_id, x.entry_id, SUM(x.amount), MIN(x.balance_after), MAX(x.balance_after)
FROM (
  SELECT bill_id, entry_id, 0 AS adjustment_id, stored_at, -amount AS amount, balance_after
  FROM audit_allocations WHERE bill_id {WITHIN}
  UNION ALL SELECT bill_id, entry_id, IF(entry_id IS NULL, adjustment_id, 0), posted_at, amount,
    NULL
  FROM audit_bill_adjustments WHERE bill_id {WITHIN}
) x
GROUP BY x.bill_id, x.entry_id, x.adjustment_id
ORDER BY x.bill_id, MIN(x.stored_at), x.adjustment_id, x.entry_id
"""

_BILL = itemgetter(0)

Step = tuple[Any, ...]
"""Bill, entry or adjustment, amount, and the least and the most that its lines say is left."""


def wrong_balances_left(reader: Reader, bills: Sequence[int]) -> Iterator[Breach]:
    """Receipts that say another balance of their bill than its postings have left.

    `bills` are those with a receipt that says something else than is left now: nearly every bill
    has one receipt and nothing behind it.
    """
    for first in range(0, len(bills), SPAN):
        steps = reader.rows_of(_STEPS, bills[first : first + SPAN])
        wrong = [bill for bill, own in groupby(steps, _BILL) if not _follow_in_some_order([*own])]
        issued = {bill: facts for bill, *facts in reader.rows_of(_ISSUED, wrong)}
        for bill, own in groupby(reader.rows_of(_IN_ORDER, wrong), _BILL):
            bill_no, owed = issued[bill]
            for fact in _faults(owed, own):
                yield Breach(1, bill_name(bill_no, bill), fact)


def _follow_in_some_order(steps: list[Step]) -> bool:
    """Whether the steps can lead to what they say.

    Their times are not asked: they are dear, and turned round where the server's clock was set
    back between two of them.
    """
    left = Decimal(0)
    waiting = []
    for step in steps:
        if step[1] < 0:
            left += step[2]
        else:
            waiting.append(step)
    while waiting:
        fitting = (n for n, step in enumerate(waiting) if step[3] == step[4] == left + step[2])
        silent = (n for n, step in enumerate(waiting) if step[3] is None)
        at = next(fitting, next(silent, None))
        if at is None:
            return False
        left += waiting.pop(at)[2]
    return True


def _faults(left: Decimal, steps: Iterable[Step]) -> Iterator[str]:
    for _, entry_id, amount, least, most in steps:
        left += amount
        if least is not None and not least == most == left:
            said = most if least == left else least
            yield f"entry {entry_id} says that {said} were left of it, its postings left {left}"
