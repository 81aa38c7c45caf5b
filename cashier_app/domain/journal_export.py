"""The journal export: what was posted, as debits and credits of the utility's own accounts.

Every total of the report `ledger-totals` has an item and a detail (billed/energy, tender/cash).
The account map, a CSV file with the columns item, detail, debit, credit, says where each goes;
the detail * stands for all of an item. A negative total changes sides, so debits equal credits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cashier_app.domain.reports import Column, ColumnKind, Report, ReportKind, Row

ANY = "*"
_COLUMNS = ("item", "detail", "debit", "credit")

TOTALS = "ledger-totals"
"""The report that an export is made of."""
EXPORT = ReportKind(
    "journal-export",
    "Journal for the general ledger",
    "Which accounts are debited and credited?",
    (
        Column("day", "Day", ColumnKind.DAY),
        Column("account", "Account"),
        Column("text", "Text"),
        Column("debit", "Debit", ColumnKind.MONEY, is_summed=True),
        Column("credit", "Credit", ColumnKind.MONEY, is_summed=True),
    ),
    group="month",
    filters=(),
)


class BadMap(ValueError):
    """The account map cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where a positive total of one kind goes."""

    debit: str
    credit: str


AccountMap = Mapping[tuple[str, str], Accounts]


def read_account_map(lines: Iterable[str]) -> AccountMap:
    """The map of a CSV file's lines. Raises BadMap."""
    reader = csv.DictReader(lines, strict=True)
    found: dict[tuple[str, str], Accounts] = {}
    try:
        if reader.fieldnames is None or not set(_COLUMNS) <= set(reader.fieldnames):
            raise BadMap(f"The account map needs the columns {', '.join(_COLUMNS)}.")
        for row in reader:
            _add(found, [(row[name] or "").strip() for name in _COLUMNS], reader.line_num)
    except csv.Error as error:
        raise BadMap(f"The account map is no CSV, line {reader.line_num}: {error}") from error
    return found


def _add(found: dict[tuple[str, str], Accounts], cells: list[str], line: int) -> None:
    item, detail, debit, credit = cells
    if not all(cells):
        raise BadMap(f"Line {line} of the account map has an empty cell.")
    if (item, detail) in found:
        raise BadMap(f"Line {line} of the account map names {item}/{detail} again.")
    found[item, detail] = Accounts(debit, credit)


def exported(totals: Report, accounts: AccountMap) -> Report:
    """The export of a TOTALS report. Raises BadMap naming every total without accounts."""
    missing = sorted(
        {
            f"{item}/{detail}"
            for _, item, detail, _ in totals.rows
            if _found(accounts, str(item), str(detail)) is None
        }
    )
    if missing:
        raise BadMap(f"The account map has no line for {', '.join(missing)}.")
    rows = tuple(row for total in totals.rows for row in _lines(total, accounts))
    return Report(EXPORT, totals.order, totals.books, rows)


def _found(accounts: AccountMap, item: str, detail: str) -> Accounts | None:
    return accounts.get((item, detail)) or accounts.get((item, ANY))


def _lines(total: Row, accounts: AccountMap) -> Iterator[Row]:
    day, item, detail, amount = total
    where = _found(accounts, str(item), str(detail))
    if where is None or not isinstance(amount, Decimal) or not isinstance(day, date):
        raise AssertionError(f"a total that was not checked: {total}")
    debit, credit = (where.debit, where.credit) if amount > 0 else (where.credit, where.debit)
    text = f"{item} {detail}"
    yield day, debit, text, abs(amount), None
    yield day, credit, text, None, abs(amount)
