"""A workbook with typed cells: amounts and dates can be reckoned with, text is always text."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from cashier_app.domain.reports import Column, ColumnKind, Report, Value
from cashier_app.report_files.cells import filters_text, storable

_LONGEST = 32_767
"""Characters that a cell can hold."""
_WIDEST = 48
_EXACT_DIGITS = 10**15
"""A cell's number is exact to 15 digits; longer ones (an entry's id) are written as text."""
_NO_GUESSING = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_HEAD_ROWS = 4


def xlsx_bytes(report: Report) -> bytes:
    """The report on one sheet: a head, titles, rows, and sums as numbers, not formulas."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _NO_GUESSING) as book:
        # Nothing of the machine's clock or user: the same report gives the same file.
        book.set_properties({"title": report.kind.title, "created": report.books.made_at})
        _Sheet(book, report).write()
    return buffer.getvalue()


class _Sheet:
    def __init__(self, book: Any, report: Report) -> None:
        self._report = report
        self._sheet = book.add_worksheet("Report")
        decimals = report.books.currency.decimals
        money = "#,##0" + ("." + "0" * decimals if decimals else "")
        masks = {
            ColumnKind.TEXT: {"num_format": "@"},
            ColumnKind.MONEY: {"num_format": money},
            ColumnKind.COUNT: {"num_format": "#,##0"},
            ColumnKind.NUMBER: {"num_format": "#,##0.0##"},
            ColumnKind.DAY: {"num_format": "yyyy-mm-dd"},
            ColumnKind.MOMENT: {"num_format": "yyyy-mm-dd hh:mm:ss"},
        }
        self._plain = {kind: book.add_format(mask) for kind, mask in masks.items()}
        self._sums = {
            kind: book.add_format({**mask, "bold": True, "top": 1}) for kind, mask in masks.items()
        }
        self._bold = book.add_format({"bold": True, "num_format": "@"})
        self._title = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})

    def write(self) -> None:
        self._head()
        columns = self._report.kind.columns
        for at, column in enumerate(columns):
            self._sheet.write_string(_HEAD_ROWS, at, column.title, self._title)
            self._sheet.set_column(at, at, self._width(at, column))
        for line, row in enumerate(self._report.rows, start=_HEAD_ROWS + 1):
            for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
                shown = column.words(cell) if isinstance(cell, str) else cell
                self._cell(line, at, shown, self._plain[column.kind])
        if self._report.has_totals:
            end = _HEAD_ROWS + 1 + len(self._report.rows)
            for at, (column, total) in enumerate(zip(columns, self._report.totals, strict=True)):
                self._cell(end, at, total, self._sums[column.kind])
        self._sheet.freeze_panes(_HEAD_ROWS + 1, 0)
        if self._report.rows:
            self._sheet.autofilter(
                _HEAD_ROWS, 0, _HEAD_ROWS + len(self._report.rows), len(columns) - 1
            )

    def _head(self) -> None:
        order, books = self._report.order, self._report.books
        training = " TRAINING" if books.is_training else ""
        lines = (
            storable(books.name) + training,
            self._report.kind.title,
            f"{order.from_day} to {order.to_day} {filters_text(self._report)}".rstrip(),
        )
        for line, text in enumerate(lines):
            self._sheet.write_string(line, 0, storable(text), self._bold)

    def _cell(self, line: int, at: int, cell: Value, mask: Any) -> None:
        if cell is None:
            self._sheet.write_blank(line, at, None, mask)
        elif isinstance(cell, Decimal):
            self._sheet.write_number(line, at, float(cell), mask)
        elif isinstance(cell, int) and abs(cell) < _EXACT_DIGITS:
            self._sheet.write_number(line, at, cell, mask)
        elif isinstance(cell, datetime | date):
            self._sheet.write_datetime(line, at, cell, mask)
        else:
            self._sheet.write_string(line, at, storable(str(cell))[:_LONGEST], mask)

    def _width(self, at: int, column: Column) -> float:
        longest = max((len(str(row[at])) for row in self._report.rows[:200]), default=0)
        return min(max(longest, len(column.title)) + 2, _WIDEST)
