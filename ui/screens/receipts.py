"""Receipts of the shift: look at one, print it again as a copy, print what waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import Currency
from cashier_app.domain.payments import Receipt, ReceiptSummary
from ui import dates
from ui.keys import Key
from ui.messages import message_for
from ui.models.receipt_numbers import number_or_text
from ui.models.receipt_words import tender_lines
from ui.models.receipts import CUSTOMER, NUMBER, PAPER, TOTAL, ReceiptModel, make_row
from ui.models.words import count_receipts
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.receipt_delegate import ReceiptDelegate
from ui.widgets.table import TableView

Local = Callable[[datetime], datetime]


class ReceiptsScreen(Screen):
    """Arrows choose, F9 prints a copy, a typed number looks any receipt up."""

    receipt_asked = Signal(str)
    copy_asked = Signal(str)
    waiting_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("receipts", parent)
        self._currency = Currency("", "", 2)
        self._local: Local = _unchanged
        self._code = ""
        self._may_copy = False
        self._waiting = 0
        self._busy = ""
        self._shown_number = ""
        self._is_refreshing = False
        self._model = ReceiptModel(self)
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.F9, self._on_f9_pressed)
        self.table.row_chosen.connect(self._on_table_row_chosen)
        self.number_field.edit.textChanged.connect(self._on_number_edit_text_changed)
        look_changes().changed.connect(self._on_look_changed)

    def begin(
        self, who: HeaderContent, currency: Currency, local: Local, code: str, may_copy: bool
    ) -> None:
        """Empty; `code` is this counter's, `may_copy` the right to print copies."""
        self._currency, self._local, self._code = currency, local, code
        self._may_copy = may_copy
        self._set_busy("")
        self._shown_number = ""
        self.title.setText("")
        self.subtitle.setText("")
        self.detail.set_lines(())
        self.number_field.edit.clear()
        self.set_frame(
            question=self.tr("Which receipt?"), header=who, esc=self.tr("Back"), banner=None,
            shift_enabled=False,
        )  # fmt: skip
        self.show_receipts(())

    def show_receipts(self, receipts: tuple[ReceiptSummary, ...]) -> None:
        """The shift's last receipts, newest first; what is chosen or looked up stays so."""
        chosen = self._chosen_number()
        rows = tuple(make_row(r, self._currency, self._local) for r in receipts)
        self._waiting = sum(row.is_waiting for row in rows)
        numbers = [row.number for row in rows]
        self._is_refreshing = True
        self._model.set_rows(rows, self._currency.symbol)
        self.table.choose_row(numbers.index(chosen) if chosen in numbers else 0)
        self._is_refreshing = False
        self.table.setVisible(bool(rows))
        self._fit_rows()
        self.empty_label.setVisible(not rows)
        self._redraw()

    def show_receipt(self, receipt: Receipt) -> None:
        """One receipt in the side panel."""
        self._shown_number = receipt.number
        self.title.setText(receipt.number)
        moment = dates.day_and_clock(self._local(receipt.stored_at))
        self.subtitle.setText(f"{receipt.customer_name}\n{receipt.account_no} · {moment}")
        self.detail.set_lines(self._lines(receipt))
        self._redraw()

    def show_failure(self, error: CashierError) -> None:
        """Say it above the list."""
        self.tell(message_for(error).banner)

    def tell(self, banner: BannerContent | None) -> None:
        """A banner of this screen; keys act again, and the next number takes the place of this."""
        if self._busy:
            self.number_field.edit.selectAll()
        self._set_busy("")
        self.set_frame(banner=banner)
        self._redraw()

    def wait(self, text: str) -> None:
        """Grey block while something is printed or looked up; a scan would run into the number."""
        self._set_busy(text)
        self._redraw()

    def enter(self) -> None:
        self.number_field.edit.setFocus()

    def next_pressed(self) -> None:
        number = self._typed_number()
        self.set_frame(banner=None)
        if number and number != self._shown_number:
            self.receipt_asked.emit(number)
        elif self._waiting:
            self.waiting_asked.emit()
        else:
            self.left.emit()

    def escape_pressed(self) -> None:
        if self.number_field.text():
            self.number_field.edit.clear()
        else:
            self.left.emit()

    def _set_busy(self, text: str) -> None:
        self._busy = text
        self.number_field.edit.setReadOnly(bool(text))

    def _build(self) -> None:
        body = Columns()
        self.number_field = Field(
            "number", self.tr("Receipt number"), hint=self.tr("or choose one below"),
            step="input_large",
        )  # fmt: skip
        self.number_field.edit.setMaxLength(24)
        self.table = TableView("receipt_table")
        self.table.setModel(self._model)
        self.table.setItemDelegate(ReceiptDelegate(self.table))
        self.table.setFocusProxy(self.number_field.edit)
        self.table.setAccessibleName(self.tr("Receipts of this shift"))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(CUSTOMER, QHeaderView.ResizeMode.Stretch)
        self.empty_label = Label(self.tr("No receipt in this shift yet."), "lead", "ink2")
        body.left.addSpacing(look().space("tight"))
        body.left.addWidget(self.number_field)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.table)
        body.left.addWidget(self.empty_label)
        body.left.addStretch(1)
        self.title = PanelTitle(name="receipt_title")
        self.subtitle = Label(step="body", tone="ink2", name="receipt_subtitle")
        self.subtitle.setWordWrap(True)
        self.detail = Ledger("receipt_detail")
        for widget in (self.title, self.subtitle, self.detail):
            body.panel.column.addWidget(widget)
            body.panel.column.addSpacing(look().space("small"))
        body.panel.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self._on_look_changed()

    def _lines(self, receipt: Receipt) -> tuple[LedgerLine, ...]:
        show = self._currency.show
        bills = [
            LedgerLine(
                line.title or self.tr("Bill {number}").format(number=line.bill_no),
                show(line.amount), weight="plain",
            )
            for line in receipt.lines[:8]
        ]  # fmt: skip
        if len(receipt.lines) > len(bills):
            more = self.tr("{n} more bills").format(n=len(receipt.lines) - len(bills))
            bills.append(LedgerLine(more, ""))
        tail = [
            LedgerLine(self.tr("Paid"), show(receipt.total), weight="sum", rule="line"),
            *tender_lines(receipt, self._currency, "plain"),
            LedgerLine(self.tr("Change"), show(receipt.change)),
        ]
        if receipt.undone_by:
            words = self.tr("Cancelled by {number}").format(number=receipt.undone_by)
            tail.append(LedgerLine(words, icon="undo"))
        return (*bills, *tail)

    def _chosen_number(self) -> str:
        row = self._model.row(self.table.current_row())
        return row.number if row else ""

    def _typed_number(self) -> str:
        return number_or_text(self.number_field.text(), self._code)

    def _copy_number(self) -> str:
        typed = self._typed_number()
        return (
            self._shown_number if typed and typed == self._shown_number else self._chosen_number()
        )

    def _on_f9_pressed(self) -> None:
        number = self._copy_number()
        if self._may_copy and number and not self._busy:
            self.set_frame(banner=None)
            self.copy_asked.emit(number)

    def _on_table_row_chosen(self, row: int) -> None:
        chosen = self._model.row(row)
        keeps = self._is_refreshing and self._shown_number
        if chosen is not None and chosen.number != self._shown_number and not keeps:
            self._shown_number = ""
            self.title.setText(chosen.number)
            self.subtitle.setText(f"{chosen.customer}\n{chosen.account} · {chosen.time}")
            self.detail.set_lines((LedgerLine(self.tr("Paid"), chosen.total, weight="sum"),))
        self._redraw()

    def _on_number_edit_text_changed(self, _text: str) -> None:
        self._redraw()

    def _redraw(self) -> None:
        number = self._copy_number()
        label = self.tr("Print a copy of {number}").format(number=number or "–")
        self.set_frame(
            keys=(
                KeyHint("Up Down", self.tr("Choose")),
                KeyHint("F9", label, self._may_copy and bool(number) and not self._busy),
            ),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._busy:
            return NextKeyContent(self.tr("Wait"), self._busy, waiting=True)
        number = self._typed_number()
        if number and number != self._shown_number:
            title = self.tr("Look up {number}").format(number=number)
            return NextKeyContent(title, self.tr("Any receipt of any counter"))
        if self._waiting:
            title = self.tr("Print {receipts}").format(receipts=count_receipts(self._waiting))
            return NextKeyContent(title, self.tr("Not printed yet; the payments are safe"))
        return NextKeyContent(self.tr("Next customer"), self.tr("Or just scan the next bill"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        now = look()
        for column, width in ((NUMBER, 170), (PAPER, 190), (TOTAL, 150)):
            self.table.setColumnWidth(column, round(width * now.scale * now.type_factor))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Whole rows only."""
        now = look()
        head, row = now.body_size("table_head"), now.body_size("table_row")
        above = self.number_field.sizeHint().height() + now.px(32)
        whole = max(1, (self.height() - above - head) // row)
        self.table.set_row_height(row)
        self.table.setFixedHeight(head + min(whole, max(1, self._model.rowCount())) * row)


def _unchanged(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
