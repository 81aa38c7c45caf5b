"""Invariant 5: what corrects a receipt mirrors exactly what stood of it, step by step.

A receipt's history is followed from its own lines. An undo or a reversal takes all back that
stands; a move or a bounce takes the booking back at lines 1 to 1000 and books anew from 1001 on;
a correction takes one tender back and puts another in its place, 1000 lines further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cashier_app.verify.findings import Breach, entry_name
from cashier_app.verify.reader import Reader

_BATCH = 300
_BASE = 1000
"""Lines after it are booked anew."""
_VIEWS = {
    "tenders": ("audit_tenders", "entry_id, line_no, kind, tendered, change_given", 2),
    "allocations": ("audit_allocations", "entry_id, line_no, bill_id, amount", 1),
    "credit": ("audit_credit_entries", "entry_id, line_no, account_id, amount", 1),
    "adjustments": ("audit_bill_adjustments", "entry_id, line_no, bill_id, amount", 1),
}
"""View, columns, and how many of the last ones are amounts."""
_BOOKINGS = ("allocations", "credit", "adjustments")
_BOOKS_ANEW = {"move": set(_BOOKINGS), "bounce": {"credit"}}

Line = tuple[Any, ...]
Lines = dict[int, list[Line]]


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry that corrects a receipt; `undone_id` is None where only a tender is put right."""

    entry_id: int
    payment_id: int
    kind: str
    undone_id: int | None = None
    account_id: int | None = None
    undone_account: int | None = None


def unlike_mirrors(reader: Reader) -> Iterator[Breach]:
    """Reversals without their entry, corrections that are not an exact mirror."""
    steps: defaultdict[int, list[_Step]] = defaultdict(list)
    reversals = reader.rows(
        "SELECT entry_id, payment_id, kind, undone_entry_id, account_id, undone_account_id"
        " FROM audit_reversals ORDER BY entry_id"
    )
    corrections = reader.rows(
        "SELECT entry_id, payment_id, 'correction' FROM audit_corrections ORDER BY entry_id"
    )
    for row in (*reversals, *corrections):
        steps[row[1]].append(_Step(*row))
    histories = iter(steps.items())
    while some := dict(islice(histories, _BATCH)):
        yield from _batch(reader, some)
    yield from _without_reversal(reader, {row[0] for row in reversals})


def _without_reversal(reader: Reader, known: set[int]) -> Iterator[Breach]:
    sql = "SELECT kind, counter_code, number, entry_id FROM audit_undo_entries"
    for row in reader.rows(sql):
        if row[3] not in known:
            yield Breach(5, entry_name(*row), "does not say what it takes back")


def _batch(reader: Reader, histories: dict[int, list[_Step]]) -> Iterator[Breach]:
    ids = set(histories)
    for steps in histories.values():
        ids.update(step.entry_id for step in steps)
        ids.update(step.undone_id for step in steps if step.undone_id is not None)
    entries = {
        row[3]: row
        for row in reader.rows(
            "SELECT kind, counter_code, number, entry_id, counter_id, shift_id, user_id, stored_at"
            " FROM audit_entries WHERE entry_id IN %(ids)s",
            ids=sorted(ids),
        )
    }
    lines = {what: _lines(reader, what, sorted(ids)) for what in _VIEWS}
    for payment_id, steps in histories.items():
        yield from _History(payment_id, entries, lines).follow(steps)


class _History:
    """What stands of one receipt."""

    def __init__(
        self, payment_id: int, entries: dict[int, tuple[Any, ...]], lines: dict[str, Lines]
    ) -> None:
        self._payment_id = payment_id
        self._entries = entries
        self._lines = lines
        self._booking_id = payment_id
        self._is_gone = False
        self._booked = {what: sorted(lines[what].get(payment_id, [])) for what in _BOOKINGS}
        self._tenders = {line[0]: line for line in lines["tenders"].get(payment_id, [])}

    def follow(self, steps: list[_Step]) -> Iterator[Breach]:
        known = []
        for step in steps:
            needed = (step.entry_id, step.undone_id or self._payment_id)
            if all(entry_id in self._entries for entry_id in needed):
                known.append(step)
            else:
                fact = f"it or entry {needed[1]} is missing"
                yield Breach(5, f"entry {step.entry_id}", fact)
        known.sort(key=lambda step: (self._entries[step.entry_id][7], step.entry_id))
        for step in known:
            faults = self._correct if step.undone_id is None else self._take_back
            for fact in faults(step):
                yield Breach(5, entry_name(*self._entries[step.entry_id][:4]), fact)

    def _take_back(self, step: _Step) -> Iterator[str]:
        undone = self._entries[step.undone_id or 0]
        name = entry_name(*undone[:4])
        yield from _place_faults(self._entries[step.entry_id], undone, step.kind)
        if self._is_gone or step.undone_id != self._booking_id:
            yield f"takes back {name}, which did not stand any more"
        if step.kind != "move" and step.account_id != step.undone_account:
            yield "is headed by another account"
        if self._tender_faults(step):
            yield f"its tenders are not the mirror of {name}"
        for what in _BOOKINGS:
            mirrored, anew = _parted(self._lines[what].get(step.entry_id, []))
            if mirrored != _negated(self._booked[what], what):
                yield f"its {what} are not the mirror of {name}"
            if anew and what not in _BOOKS_ANEW.get(step.kind, ()):
                yield f"books {what} anew"
            self._booked[what] = anew
        self._booking_id = step.entry_id
        self._is_gone = not (self._booked["allocations"] or self._booked["credit"])

    def _tender_faults(self, step: _Step) -> bool:
        """Follows the tenders; true when they are no mirror of what stands."""
        back = sorted(self._lines["tenders"].get(step.entry_id, []))
        if step.kind == "move":
            return bool(back)
        standing = _negated(list(self._tenders.values()), "tenders")
        if step.kind == "bounce":
            for line in back:
                self._tenders.pop(line[0], None)
            return not (len(back) == 1 and back[0][1] == "cheque" and back[0] in standing)
        self._tenders = {}
        return back != standing

    def _correct(self, step: _Step) -> Iterator[str]:
        mirrored, anew = _parted(self._lines["tenders"].get(step.entry_id, []))
        if self._is_gone:
            yield "puts a tender right of a receipt that was taken back"
        if len(mirrored) != 1 or len(anew) != 1:
            yield "puts not one tender right"
            return
        (was,), (now,) = mirrored, anew
        if was not in _negated(list(self._tenders.values()), "tenders"):
            yield "takes a tender back that did not stand"
        if now[0] != was[0] or now[1] == was[1] or now[2] - now[3] != was[3] - was[2]:
            yield "does not put the same amount in its tender's place"
        here, there = self._entries[step.entry_id], self._entries[self._payment_id]
        if "cash" in {was[1], now[1]} and here[5] != there[5]:
            yield "changes the cash of another shift"
        self._tenders[now[0]] = now


def _place_faults(entry: tuple[Any, ...], undone: tuple[Any, ...], kind: str) -> Iterator[str]:
    if entry[0] != kind:
        yield f"is of kind {entry[0]}, but written down as {kind}"
    may = {"payment"} if kind == "undo" else {"payment", "move", "bounce"}
    if undone[0] not in may or undone[7] > entry[7]:
        yield f"takes back {entry_name(*undone[:4])}"
    if kind == "undo" and entry[4:7] != undone[4:7]:
        yield f"is of another counter, shift or person than {entry_name(*undone[:4])}"


def _lines(reader: Reader, what: str, ids: list[int]) -> Lines:
    view, columns, _ = _VIEWS[what]
    found: Lines = {}
    sql = f"SELECT {columns} FROM {view} WHERE entry_id IN %(ids)s"
    for row in reader.rows(sql, ids=ids):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _parted(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What an entry takes back, and what it puts there anew with the lines of a booking."""
    mirrored = sorted(line for line in lines if line[0] <= _BASE)
    return mirrored, sorted((line[0] - _BASE, *line[1:]) for line in lines if line[0] > _BASE)


def _negated(lines: list[Line], what: str) -> list[Line]:
    """The lines with their amounts turned round."""
    amounts = _VIEWS[what][2]
    return sorted((*line[:-amounts], *(-amount for amount in line[-amounts:])) for line in lines)
