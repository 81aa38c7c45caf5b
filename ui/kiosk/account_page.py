"""The account: what is due large, bills to choose, what one is made of, the year, the payments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier_app.domain.accounts import AccountOpened, OpenBill, PastBill
from cashier_app.domain.bill_papers import BillPaper
from cashier_app.domain.money import MINUS, ZERO, Currency
from ui import dates
from ui.kiosk.parts import GO, BillRow, BillWords, TouchButton
from ui.models import words
from ui.screens.bill_panel import BillPanel
from ui.theme.look import look, look_changes
from ui.widgets.cards import SidePanel
from ui.widgets.drawn import Label
from ui.widgets.ledger import Ledger, LedgerLine

_PAYMENTS = 3


def due_of(opened: AccountOpened, chosen: frozenset[str]) -> Decimal:
    """As the counter says it: the chosen bills less the account's credit, never below zero."""
    due = sum((bill.due for bill in opened.bills if bill.bill_no in chosen), ZERO)
    return max(due - opened.credit, ZERO)


class AccountPage(QWidget):
    """One customer's; thrown away when they leave."""

    ticket_asked = Signal(object)
    """The numbers of the chosen bills."""
    bill_print_asked = Signal(str)
    statement_asked = Signal()
    paper_asked = Signal(str)
    """A past bill's lines and readings are wanted."""
    left = Signal()

    def __init__(
        self, opened: AccountOpened, currency: Currency, today: date, *, has_sheets: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("account_page")
        self._opened, self._currency, self._today = opened, currency, today
        self._shown_no = ""
        self._rows: list[BillRow] = []
        self.due_label = Label("", "body_strong", "ink2", name="kiosk_due_label")
        self.due = Label("", "due", name="kiosk_due")
        self.told = Label("", "lead_strong", "warn", name="account_told")
        self.told.setWordWrap(True)
        self.told.hide()
        self.panel = BillPanel(currency)
        self.paper = Ledger("paper_ledger")
        self.history = Ledger("kiosk_history")
        self.leave = TouchButton("leave", self.tr("Finish"), icon="arrow-left")
        self.statement = TouchButton("statement", self.tr("Print statement"), icon="printer")
        self.print_bill = TouchButton("print_bill", self.tr("Print this bill"), icon="printer")
        self.go = TouchButton("take_ticket", "", GO, size="touch_key")
        for button in (self.statement, self.print_bill):
            button.setVisible(has_sheets)
        self._arrange()
        self._connect()
        self._follow()
        bills: list[OpenBill | PastBill] = [*opened.bills, *opened.past_bills]
        if bills:
            self._show(bills[0])
        self._on_look_changed()
        look_changes().changed.connect(self._on_look_changed)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Numbers of the bills that are marked."""
        return tuple(row.row.bill_no for row in self._rows if row.isChecked())

    def tell(self, sentence: str) -> None:
        """What was printed, or why not."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
        self.set_waiting(waiting=False)

    def set_waiting(self, *, waiting: bool) -> None:
        """Something is under way."""
        for button in (self.statement, self.print_bill):
            button.setEnabled(not waiting)
        self.go.setEnabled(not waiting and bool(self.chosen))

    def show_paper(self, paper: BillPaper) -> None:
        """Lines and readings of a bill, as they are printed."""
        if paper.bill_no != self._shown_no:
            return
        show = self._currency.show
        lines = [LedgerLine(line.label, show(line.amount)) for line in paper.lines]
        lines.append(LedgerLine(self.tr("Total on the paper"), show(paper.total), weight="total"))
        lines += [
            LedgerLine(
                self.tr("Meter {number}: {first} to {last}").format(
                    number=reading.meter_no, first=words.units(reading.from_value),
                    last=words.units(reading.to_value),
                ),
                f"{words.units(reading.units)} {reading.unit}",
            )
            for reading in paper.readings
        ]  # fmt: skip
        self.paper.set_lines(tuple(lines))

    # -- how it is put together ----------------------------------------------------------

    def _arrange(self) -> None:
        opened = self._opened
        names = QVBoxLayout()
        names.addWidget(Label(opened.customer_name, "name", name="kiosk_customer", elide=True))
        facts = self.tr("Account {number}").format(number=opened.account_no)
        where = ", ".join(filter(None, (facts, opened.address)))
        names.addWidget(Label(where, "lead", "ink2", name="kiosk_account", elide=True))
        due = QVBoxLayout()
        for label in (self.due_label, self.due):
            label.setAlignment(Qt.AlignmentFlag.AlignTrailing)
            due.addWidget(label)
        self._head = QHBoxLayout()
        self._head.addLayout(names, 1)
        self._head.addLayout(due)
        self._left = QVBoxLayout()
        self._left.addLayout(self._head)
        self._left.addWidget(self._list(), 1)
        self._left.addWidget(self.told)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.leave)
        self._foot.addWidget(self.statement)
        self._foot.addWidget(self.go, 1)
        self._left.addLayout(self._foot)
        self.side = SidePanel()
        self.side.column.addWidget(self.panel, 1)
        self.side.column.addWidget(self.paper)
        self.side.column.addWidget(self.history)
        self.side.column.addWidget(self.print_bill)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._left, 1)
        row.addWidget(self.side)
        self.history.set_lines(tuple(self._history()))

    def _list(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._opened.bills:
            column.addWidget(Label(self.tr("Which bills do you want to pay?"), "question"))
        else:
            column.addWidget(Label(self.tr("Everything is paid"), "question"))
        for bill in self._opened.bills:
            self._add_row(column, bill, self._open_words(bill))
        if self._opened.past_bills:
            column.addSpacing(look().space("large"))
            column.addWidget(Label(self.tr("Paid before"), "lead_strong", "ink2"))
        for past in self._opened.past_bills:
            self._add_row(column, past, self._past_words(past))
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("bill_scroll")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _add_row(self, column: QVBoxLayout, bill: OpenBill | PastBill, shown: BillWords) -> None:
        can_choose = isinstance(bill, OpenBill)
        row = BillRow(shown, can_choose=can_choose)
        row.clicked.connect(partial(self._show, bill))
        if can_choose:
            row.toggled.connect(self._follow)
            self._rows.append(row)
        column.addWidget(row)

    def _open_words(self, bill: OpenBill) -> BillWords:
        chip = words.age_chip(bill, self._today)
        note = chip.text if chip else words.age_words(bill, self._today)
        return BillWords(
            bill.bill_no, words.bill_title(bill), words.bill_second_line(bill),
            self._currency.show(bill.due), note, warns=chip is not None,
        )  # fmt: skip

    def _past_words(self, bill: PastBill) -> BillWords:
        second = self.tr("Bill {number}").format(number=bill.bill_no)
        state = self.tr("cancelled") if bill.status == "cancelled" else self.tr("paid")
        show = self._currency.show
        return BillWords(bill.bill_no, words.bill_title(bill), second, show(bill.total), state)

    def _history(self) -> list[LedgerLine]:
        show, opened = self._currency.show, self._opened
        lines = []
        if opened.credit:
            credit = self.tr("Your credit")
            lines.append(LedgerLine(credit, show(opened.credit), weight="total"))
        for paid in opened.payments[:_PAYMENTS]:
            text = self.tr("Paid {day}, receipt {number}").format(
                day=dates.day(paid.business_date), number=paid.receipt_no
            )
            lines.append(LedgerLine(text, show(paid.amount)))
        return lines

    def _connect(self) -> None:
        ask: tuple[tuple[TouchButton, Callable[[], None]], ...] = (
            (self.leave, self.left.emit),
            (self.statement, self.statement_asked.emit),
            (self.print_bill, lambda: self.bill_print_asked.emit(self._shown_no)),
            (self.go, lambda: self.ticket_asked.emit(self.chosen)),
        )
        for button, act in ask:
            button.clicked.connect(act)

    def _show(self, bill: OpenBill | PastBill) -> None:
        self._shown_no = bill.bill_no
        self.print_bill.setEnabled(True)
        is_open = isinstance(bill, OpenBill)
        self.paper.set_lines(())
        self.paper.setVisible(not is_open)
        self.panel.show_bill(bill if isinstance(bill, OpenBill) else None, self._opened)
        if not is_open:
            self.panel.title_label.setText(words.bill_title(bill))
            self.paper_asked.emit(bill.bill_no)

    def _follow(self) -> None:
        """The due and the green answer follow what is marked."""
        chosen = frozenset(self.chosen)
        everything = frozenset(bill.bill_no for bill in self._opened.bills)
        due = due_of(self._opened, chosen or everything)
        label = self.tr("Due today, {currency}").format(currency=self._currency.symbol)
        if self._opened.credit and chosen:
            credit = f"{MINUS}{self._currency.show(self._opened.credit)}"
            label = self.tr("{label}, with your credit {credit}").format(label=label, credit=credit)
        self.due_label.setText(label)
        self.due.setText(self._currency.show(due))
        shown = self._currency.show(due)
        self.go.set_words(
            self.tr("Take a number to pay {amount}").format(amount=shown)
            if chosen
            else self.tr("Mark a bill to pay it")
            if everything
            else self.tr("Nothing to pay")
        )
        self.go.setEnabled(bool(chosen))

    def _on_look_changed(self) -> None:
        now = look()
        margin = now.space("margin")
        self._left.setContentsMargins(margin, now.space("large"), margin, now.space("large"))
        self._left.setSpacing(now.space("gap"))
        self._foot.setSpacing(now.space("gap"))
