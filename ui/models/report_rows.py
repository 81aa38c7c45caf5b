"""A report ready to paint: every text worked out once, off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from cashier_app.domain.money import ZERO
from cashier_app.domain.reports import Column, ColumnKind, Report, Value
from ui import dates
from ui.widgets.chart import Bar
from ui.widgets.table import Index, cell_words

_NO_INDEX = QModelIndex()
_NUMBERS = frozenset((ColumnKind.MONEY, ColumnKind.COUNT, ColumnKind.NUMBER))
_MOST_BARS = 16
_MEANT = ("total", "amount", "closing", "difference")


@dataclass(frozen=True, slots=True)
class ShownReport:
    """Texts of all cells; `report` is what they were made from."""

    report: Report
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def meant(self) -> int | None:
        """The place of the sum that the report is about, if it sums money."""
        summed = [
            at for at, column in enumerate(self.columns)
            if column.kind is ColumnKind.MONEY and column.is_summed
        ]  # fmt: skip
        chart = self.report.kind.chart
        for name in (chart.value if chart else "", *_MEANT):
            for at in summed:
                if self.columns[at].key == name:
                    return at
        return summed[0] if summed else None

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.report.kind.columns


def shown_report(report: Report) -> ShownReport:
    """Slow for many rows: call it in the lane."""
    columns = report.kind.columns
    rows = tuple(
        tuple(_text(report, column, cell) for column, cell in zip(columns, row, strict=True))
        for row in report.rows
    )
    totals = tuple(
        _text(report, column, total) for column, total in zip(columns, report.totals, strict=True)
    )
    return ShownReport(report, rows, totals if report.has_totals else (), _bars(report, rows))


def is_number(column: Column) -> bool:
    """True for what stands at the trailing edge and is never elided."""
    return column.kind in _NUMBERS


def _text(report: Report, column: Column, cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal) and column.kind is ColumnKind.MONEY:
        return report.books.currency.show(cell)
    if isinstance(cell, int | Decimal):
        return column.number(cell)
    if isinstance(cell, datetime):
        return dates.day_and_clock(cell)
    if isinstance(cell, date):
        return dates.weekday(cell)
    return column.words(str(cell))


def _bars(report: Report, rows: tuple[tuple[str, ...], ...]) -> tuple[Bar, ...]:
    chart = report.kind.chart
    if chart is None or not 2 <= len(rows) <= _MOST_BARS:
        return ()
    label, value = report.index(chart.label), report.index(chart.value)
    amounts = [_size(row[value]) for row in report.rows]
    largest = max(abs(amount) for amount in amounts)
    return tuple(
        Bar(texts[label], amount, texts[value], meant=abs(amount) == largest)
        for texts, amount in zip(rows, amounts, strict=True)
    )


def _size(cell: Value) -> Decimal:
    return Decimal(cell) if isinstance(cell, int | Decimal) else ZERO


class ReportModel(QAbstractTableModel):
    """The columns that are shown, in the rows' order; `data` is a look-up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: ShownReport | None = None
        self._places: tuple[int, ...] = ()

    def set_report(self, shown: ShownReport | None, places: tuple[int, ...]) -> None:
        """Show the columns at `places` of a report."""
        self.beginResetModel()
        self._shown, self._places = shown, places
        self.endResetModel()

    @property
    def places(self) -> tuple[int, ...]:
        """The places of the columns that are shown."""
        return self._places

    def column(self, section: int) -> Column | None:
        """The column that is shown at `section`."""
        return self._shown.columns[self._places[section]] if self._shown else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or self._shown is None else len(self._shown.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._shown is None or not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            text = self._shown.rows[index.row()][self._places[index.column()]]
            return cell_words(text, role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        column = self.column(section) if orientation == Qt.Orientation.Horizontal else None
        if column is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number(column):
            return int(Qt.AlignmentFlag.AlignRight)
        return column.title if role == Qt.ItemDataRole.DisplayRole else None
