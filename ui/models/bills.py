"""The bills of the open accounts as rows, ready to paint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.money import Currency
from ui.models import words
from ui.widgets.chip import ChipContent
from ui.widgets.table import Index

MARK, BILL, AGE, PAPER, DUE = range(5)

_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill. `note` says why the amount differs from the paper."""

    bill_id: int
    marked: bool
    title: str
    second_line: str
    chip: ChipContent | None
    age: str
    paper: str
    due: str
    note: str


def make_row(
    bill: OpenBill, *, marked: bool, today: date, currency: Currency, with_customer: bool
) -> BillRow:
    """`bill` as a row of the table."""
    return BillRow(
        bill_id=bill.bill_id,
        marked=marked,
        title=words.bill_title(bill),
        second_line=words.bill_second_line(bill, with_customer=with_customer),
        chip=words.age_chip(bill, today),
        age=words.age_words(bill, today),
        paper=currency.show(bill.total),
        due=currency.show(bill.due),
        note=words.explanation(bill, currency),
    )


class BillsModel(QAbstractTableModel):
    """Rows of the list; `data` is a look-up."""

    def __init__(self, currency: Currency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._rows: tuple[BillRow, ...] = ()

    @property
    def rows(self) -> tuple[BillRow, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: tuple[BillRow, ...]) -> None:
        """Show `rows`; only marks that changed leave the selection alone."""
        if [row.bill_id for row in rows] == [row.bill_id for row in self._rows]:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, DUE))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> BillRow | None:
        """The row at `number`, if there is one."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, bill_id: int) -> int:
        """Where a bill stands, or -1."""
        return next((n for n, row in enumerate(self._rows) if row.bill_id == bill_id), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else DUE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._text(row, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in {PAPER, DUE}:
            return int(Qt.AlignmentFlag.AlignRight)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        due = self.tr("Due today, {currency}").format(currency=self._currency.symbol)
        return ("", self.tr("Bill"), self.tr("Age"), self.tr("On the paper"), due)[section]

    def _text(self, row: BillRow, column: int) -> str:
        mark = self.tr("marked") if row.marked else self.tr("not marked")
        due = f"{row.due}, {row.note}" if row.note else row.due
        age = row.chip.text if row.chip else row.age
        return (mark, f"{row.title}, {row.second_line}", age, row.paper, due)[column]
