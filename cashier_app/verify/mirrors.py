"""Invariant 5: what takes an entry back mirrors it exactly, by the same person, in its shift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cashier_app.verify.findings import Breach, entry_name
from cashier_app.verify.reader import Reader, Rows

_BATCH = 500
_LINES = {
    "tenders": ("audit_tenders", "entry_id, line_no, kind, tendered, change_given", 2),
    "allocations": ("audit_allocations", "entry_id, line_no, bill_id, amount", 1),
    "credit": ("audit_credit_entries", "entry_id, line_no, account_id, amount", 1),
    "adjustments": ("audit_bill_adjustments", "entry_id, line_no, bill_id, amount", 1),
}
"""View, columns, and how many of the last ones are amounts."""

Lines = dict[int, list[tuple[Any, ...]]]


def unlike_mirrors(reader: Reader) -> Iterator[Breach]:
    """Reversals without their entry, undos that are not an exact mirror."""
    reversals = reader.rows(
        "SELECT entry_id, undone_entry_id, kind, account_id, undone_account_id"
        " FROM audit_reversals ORDER BY entry_id"
    )
    for start in range(0, len(reversals), _BATCH):
        yield from _batch(reader, reversals[start : start + _BATCH])
    yield from _without_reversal(reader, {row[0] for row in reversals})


def _without_reversal(reader: Reader, known: set[int]) -> Iterator[Breach]:
    sql = "SELECT kind, counter_code, number, entry_id FROM audit_undo_entries"
    for row in reader.rows(sql):
        if row[3] not in known:
            yield Breach(5, entry_name(*row), "does not say what it takes back")


def _batch(reader: Reader, reversals: Rows) -> Iterator[Breach]:
    ids = sorted({entry_id for row in reversals for entry_id in row[:2]})
    entries = {
        row[3]: row
        for row in reader.rows(
            "SELECT kind, counter_code, number, entry_id, counter_id, shift_id, user_id, stored_at"
            " FROM audit_entries WHERE entry_id IN %(ids)s",
            ids=ids,
        )
    }
    lines = {what: _lines(reader, what, ids) for what in _LINES}
    for entry_id, undone_id, kind, account_id, undone_account in reversals:
        entry, undone = entries.get(entry_id), entries.get(undone_id)
        if entry is None or undone is None:
            yield Breach(5, f"entry {entry_id}", f"it or entry {undone_id} is missing")
            continue
        for fact in _place_faults(entry, undone, kind):
            yield Breach(5, entry_name(*entry[:4]), fact)
        if account_id != undone_account:
            yield Breach(5, entry_name(*entry[:4]), "is headed by another account")
        for what, by_entry in lines.items():
            if _negated(by_entry.get(undone_id, []), what) != sorted(by_entry.get(entry_id, [])):
                fact = f"its {what} are not the mirror of {entry_name(*undone[:4])}"
                yield Breach(5, entry_name(*entry[:4]), fact)


def _place_faults(entry: tuple[Any, ...], undone: tuple[Any, ...], kind: str) -> Iterator[str]:
    if entry[0] != kind:
        yield f"is of kind {entry[0]}, but written down as {kind}"
    if undone[0] != "payment" or undone[7] > entry[7]:
        yield f"takes back {entry_name(*undone[:4])}"
    if kind == "undo" and entry[4:7] != undone[4:7]:
        yield f"is of another counter, shift or person than {entry_name(*undone[:4])}"


def _lines(reader: Reader, what: str, ids: list[int]) -> Lines:
    view, columns, _ = _LINES[what]
    found: Lines = {}
    sql = f"SELECT {columns} FROM {view} WHERE entry_id IN %(ids)s"
    for row in reader.rows(sql, ids=ids):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _negated(lines: list[tuple[Any, ...]], what: str) -> list[tuple[Any, ...]]:
    """The lines with their amounts turned round."""
    amounts = _LINES[what][2]
    return sorted((*line[:-amounts], *(-amount for amount in line[-amounts:])) for line in lines)
