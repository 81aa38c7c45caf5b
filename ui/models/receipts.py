"""Receipts of a shift as rows of a table: display text worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from cashier_app.domain.money import Currency
from cashier_app.domain.payments import ReceiptSummary
from cashier_app.domain.printing import PrintState
from ui import dates
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.table import Index, cell_words

NUMBER, CUSTOMER, PAPER, TOTAL = range(4)
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt or undo slip, ready to paint."""

    number: str
    time: str
    customer: str
    account: str
    chip: ChipContent | None
    total: str
    is_waiting: bool


def make_row(
    receipt: ReceiptSummary, currency: Currency, local: Callable[[datetime], datetime]
) -> ReceiptRow:
    """`receipt` as a row; `local` turns UTC into the utility's time."""
    return ReceiptRow(
        number=receipt.number,
        time=dates.clock(local(receipt.stored_at)),
        customer=receipt.customer_name,
        account=QCoreApplication.translate("Receipts", "Account {number}").format(
            number=receipt.account_no
        ),
        chip=_chip(receipt),
        total=currency.show(receipt.total),
        is_waiting=is_waiting(receipt),
    )


def is_waiting(receipt: ReceiptSummary) -> bool:
    """True when the original is not known to be printed."""
    return receipt.print_state != PrintState.PRINTED


def paper_words(receipt: ReceiptSummary) -> str:
    """What is known of the original's paper."""
    translate = QCoreApplication.translate
    return {
        PrintState.PRINTED.value: translate("Receipts", "Printed"),
        PrintState.NOT_PRINTED.value: translate("Receipts", "Not printed"),
        PrintState.NOT_KNOWN.value: translate("Receipts", "Not known if printed"),
    }.get(receipt.print_state, translate("Receipts", "Waiting for paper"))


def _chip(receipt: ReceiptSummary) -> ChipContent | None:
    translate = QCoreApplication.translate
    if is_waiting(receipt):
        return ChipContent(paper_words(receipt), "printer", Tone.WARN)
    if receipt.undone:
        return ChipContent(translate("Receipts", "Cancelled"), "undo")
    words = {
        "undo": translate("Receipts", "Takes a receipt back"),
        "reversal": translate("Receipts", "Takes a receipt back"),
        "move": translate("Receipts", "Moves a payment"),
        "correction": translate("Receipts", "Another way of paying"),
        "refund": translate("Receipts", "Credit paid out"),
        "bounce": translate("Receipts", "Returned cheque"),
    }
    return ChipContent(words[receipt.kind], "undo") if receipt.kind in words else None


class ReceiptModel(QAbstractTableModel):
    """The rows in the order of the list; `data` is a look-up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._symbol = ""
        self._rows: tuple[ReceiptRow, ...] = ()

    def set_rows(self, rows: tuple[ReceiptRow, ...], symbol: str) -> None:
        """Show `rows`; `symbol` heads the amounts."""
        self.beginResetModel()
        self._rows, self._symbol = rows, symbol
        self.endResetModel()

    def row(self, number: int) -> ReceiptRow | None:
        """The row at `number`, if there is one."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else TOTAL + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            chip = row.chip.text if row.chip else ""
            number = f"{row.number}, {row.time}"
            texts = (number, f"{row.customer}, {row.account}", chip, row.total)
            return cell_words(texts[index.column()], role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == TOTAL:
            return int(Qt.AlignmentFlag.AlignRight)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        total = self.tr("Paid, {currency}").format(currency=self._symbol)
        return (self.tr("Receipt"), self.tr("Customer"), self.tr("Paper"), total)[section]
