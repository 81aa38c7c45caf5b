"""Payments that the server finds right by itself: text, hash and place in their chain.

`audit_payment_proofs` puts each payment's text together from its rows, as children.py does, and
holds it against the stored one. What agrees comes as a number and an amount; only the rest is read
whole. Nothing is decided by it: what is not proved is looked at as if there were no proofs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cashier_app.verify.findings import CannotLook
from cashier_app.verify.reader import WITHIN, Reader

_PROOFS = f"""
SELECT is_proved AND COALESCE(total = settled, 0) AS is_right, counter_id, COUNT(*),
  GROUP_CONCAT(entry_id, ' ', number, ' ', COALESCE(total, 0))
FROM audit_payment_proofs
WHERE entry_id {WITHIN}
GROUP BY is_right, counter_id
"""


class Payment(NamedTuple):
    """One that is proved; `total` in thousandths."""

    entry_id: int
    counter_id: int
    number: int
    total: int


@dataclass(slots=True)
class Proved:
    """A span's payments that are right, and all its other entries; by their ids."""

    payments: list[Payment] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def proved_payments(reader: Reader, bounds: dict[str, int]) -> Proved:
    """The entries of a span in these two. Raises CannotLook where the server cut a list short."""
    found = Proved()
    for is_proved, counter_id, count, listed in reader.rows(_PROOFS, **bounds):
        facts = [tuple(map(int, one.split(" "))) for one in listed.split(",")]
        if len(facts) != count:
            raise CannotLook(f"the server lists {len(facts)} of {count}: group_concat_max_len")
        if is_proved:
            found.payments += [Payment(key, counter_id, *figures) for key, *figures in facts]
        else:
            found.others += [key for key, *_ in facts]
    found.payments.sort()
    found.others.sort()
    return found
