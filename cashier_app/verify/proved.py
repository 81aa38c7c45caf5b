"""Payments that the server finds right by itself: text, hash and place in their chain.

`audit_plain_payments` puts each payment's text together from its rows, as children.py does, and
holds it against the stored one; `audit_payment_proofs` does so with what most payments do not have.
What agrees comes as a number and an amount; only the rest is read whole. Nothing is decided by it:
what is not proved is looked at as if there were no proofs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cashier_app.domain.canonical import IDS_PER_COUNTER
from cashier_app.verify.findings import CannotLook, Span
from cashier_app.verify.reader import WITHIN, Reader

_BARE = "kind IN ('opening', 'movement', 'count', 'z')"
"""Entries that have none of the rows that are counted."""


def _listed(condition: str, facts: str = "entry_id") -> str:
    """How many they are, and their facts."""
    return f"COUNT(IF({condition}, 1, NULL)), GROUP_CONCAT(IF({condition}, {facts}, NULL))"


_PLAIN = f"""
SELECT {_listed("is_plain", "CONCAT_WS(',', entry_id, number, total, row_count)")},
  {_listed("kind = 'payment' AND NOT is_plain")},
  {_listed(_BARE)},
  {_listed(f"kind <> 'payment' AND NOT {_BARE}")}
FROM audit_plain_payments
WHERE entry_id {WITHIN}
"""
_PRINTED = f"""
SELECT COUNT(*), GROUP_CONCAT(entry_id) FROM audit_printed_once WHERE entry_id {WITHIN}
"""
_PROOFS = f"""
SELECT counter_id,
  {_listed("is_proved AND total = settled", "CONCAT_WS(',', entry_id, number, total)")}
FROM audit_payment_proofs
WHERE entry_id {WITHIN}
GROUP BY counter_id
"""
_ROWS = f"SELECT COUNT(*) FROM audit_entry_rows WHERE entry_id {WITHIN}"
_FIRST, _LAST = -(2**63), 2**63 - 1

Payment = tuple[int, int, int]
"""One that is proved: entry, number and total in thousandths."""


@dataclass(slots=True)
class Proved:
    """A span's payments that are right, and all its other entries; by their ids."""

    counter_id: int
    payments: list[Payment] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    moneyed: list[int] = field(default_factory=list)
    """Those of the others that may have rows that are counted."""
    is_even: bool = True
    """False where there are more rows than the span's entries are made of."""


def proved_payments(reader: Reader, bounds: dict[str, int]) -> Proved:
    """The entries of a span in these two. Raises CannotLook where the server cut a list short."""
    found = Proved(bounds["lo"] // IDS_PER_COUNTER)
    (facts,) = reader.rows(_PLAIN, **bounds)
    plain = list(_rows(facts[0], facts[1], 4))
    asked, bare, others = (_numbers(*facts[place : place + 2]) for place in (2, 4, 6))
    once = set(_numbers(*reader.rows(_PRINTED, **bounds)[0]))
    right = [one for one in plain if one[0] in once]
    asked += [one[0] for one in plain if one[0] not in once]
    found.payments = [(entry_id, number, total) for entry_id, number, total, _ in right]
    found.payments += _proved_of(reader, found.counter_id, asked)
    found.payments.sort()
    missed = set(asked).difference(entry_id for entry_id, _, _ in found.payments)
    found.moneyed = sorted((*missed, *others))
    found.others = sorted((*found.moneyed, *bare))
    counted = [*asked, *others]
    expected = sum(row_count for _, _, _, row_count in right)
    if counted:
        expected += reader.rows_of(_ROWS, counted)[0][0]
    found.is_even = reader.rows(_ROWS, **bounds)[0][0] == expected
    return found


def has_rows_elsewhere(reader: Reader) -> bool:
    """Whether there are rows of entries where no span of entries is."""
    first = _FIRST
    for bounds in reader.spans(Span.ENTRIES):
        if first < bounds["lo"] and reader.rows(_ROWS, lo=first, hi=bounds["lo"] - 1)[0][0]:
            return True
        first = bounds["hi"] + 1
    return bool(reader.rows(_ROWS, lo=first, hi=_LAST)[0][0])


def _proved_of(reader: Reader, counter_id: int, entries: Sequence[int]) -> list[Payment]:
    """Those of these that are right with whatever they have."""
    found: list[Payment] = []
    for named, count, listed in reader.rows_of(_PROOFS, entries):
        if named == counter_id:
            rows = _rows(count, listed, 3)
            found += [(entry_id, number, total) for entry_id, number, total in rows]
    return found


def _rows(count: int, listed: str | None, width: int) -> Iterator[tuple[int, ...]]:
    figures = _numbers(count * width, listed)
    return zip(*(figures[place::width] for place in range(width)), strict=True)


def _numbers(count: int, listed: str | None) -> list[int]:
    found = list(map(int, listed.split(","))) if listed else []
    if len(found) != count:
        raise CannotLook(f"the server lists {len(found)} of {count}: group_concat_max_len")
    return found
