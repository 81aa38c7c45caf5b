"""A customer's list of accounts paid by one cheque: the file, the list, the cheque."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cashier_app.domain.bulk import BulkList, ListLine
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.outside import RefusedLine
from cashier_app.domain.payments import Cheque
from cashier_app.domain.utility import Rules
from ui.key_map import keyed
from ui.keys import Key
from ui.models import words
from ui.models.cheque_words import BANK_LENGTH, NUMBER_LENGTH, date_fault, number_fault
from ui.models.typed import date_in, one_line
from ui.screen import Screen
from ui.screens.form import FormScreen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

Show = Callable[[Decimal], str]


class ListFileScreen(FormScreen):
    """`given` carries the path of the file; F2 finds it."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bulk_file", parent)
        self.path_field = Field("bulk_path", self.tr("File"), height="field")
        self.add(self.path_field)
        self.finish()
        self.bind(Key.F2, self._on_f2_pressed)

    def begin(self, header: HeaderContent) -> None:
        """No file yet."""
        self.clear()
        self.path_field.set_hint(keyed(self.tr("F2 finds it")))
        self.show_about(
            self.tr("A CSV with these columns"),
            (
                LedgerLine(
                    "account", detail=self.tr("Account number, zeros included"), rule="line"
                ),
                LedgerLine("amount", detail=self.tr("May be left out: all that is due")),
            ),
        )
        self.set_frame(
            question=self.tr("Which list does the customer bring?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=True, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        self.given.emit(self.path_field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        if not self.path_field.text().strip():
            return NextKeyContent(
                self.tr("Name the file"), keyed(self.tr("Or find it with F2")), waiting=True
            )
        return NextKeyContent(self.tr("Read the list"), self.tr("Nothing is paid yet"))

    def _on_f2_pressed(self) -> None:
        if self.is_waiting:
            return
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("The customer's list"), "", self.tr("Lists (*.csv *.txt)")
        )
        if path:
            self.path_field.set_text(path)


class BulkListScreen(Screen):
    """Each line with what it pays, or why it cannot. `paid_asked` says if each has a receipt."""

    pay_asked = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bulk_list", parent)
        self._list = BulkList((), ())
        self._show: Show = str
        self._one_each = False
        self._build()

    def begin(
        self, found: BulkList, reasons: Callable[[RefusedLine], str], header: HeaderContent,
        show: Show,
    ) -> None:  # fmt: skip
        """Show what was read. `reasons` words a refusal."""
        self._list, self._show, self._one_each = found, show, False
        rows = [(line.line, self._row(line)) for line in found.lines]
        rows += [(line.line, _refused_row(line, reasons(line))) for line in found.refused]
        self.table.show_rows(tuple(row for _, row in sorted(rows, key=lambda r: r[0])), 0)
        self.set_frame(
            question=self.tr("Is this what the cheque pays?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.pay_asked.emit(self._one_each)

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        body = Columns()
        self.table = CellTable(
            "bulk_table", self.tr("Accounts"),
            (Column(self.tr("Line"), 70), Column(self.tr("Account")),
             Column(self.tr("Pays"), 300, trailing=True)),
        )  # fmt: skip
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="bulk_title")
        self.sums = Ledger("bulk_sums")
        self.note = Label(step="body", tone="ink2", name="bulk_note")
        self.note.setWordWrap(True)
        for widget in (self.title, self.sums, self.note):
            body.panel.column.addWidget(widget)
            body.panel.column.addSpacing(look().space("small"))
        body.panel.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.SPACE, self._on_space_pressed)

    def _on_space_pressed(self) -> None:
        if self._list.lines:
            self._one_each = not self._one_each
            self._redraw()

    def _row(self, line: ListLine) -> tuple[Cell, ...]:
        account = line.account
        bills = words.count_bills(len(account.bills))
        return (
            Cell(str(line.line), quiet=True),
            Cell(show_account_no(account.account_no), f"{account.customer_name}, {bills}"),
            Cell(amount=self._show(line.amount)),
        )

    def _redraw(self) -> None:
        found = self._list
        self.title.setText(self.tr("What the list makes"))
        lines = [
            LedgerLine(self.tr("Accounts to pay"), str(len(found.lines)), rule="line"),
            LedgerLine(self.tr("Lines that cannot be paid"), str(len(found.refused)), rule="line"),
            LedgerLine(self.tr("Cheque over"), self._show(found.total), weight="sum"),
        ]
        self.sums.set_lines(tuple(lines))
        refused = self.tr("Refused lines stay open: the cheque is over the others only.")
        self.note.setText(refused if found.refused else "")
        other = self.tr("One receipt for all") if self._one_each else self.tr("One receipt each")
        self.set_frame(
            keys=(KeyHint("Up Down", self.tr("Look")),
                  KeyHint("Space", other, bool(found.lines))),
            next_key=self._next_key(),
        )  # fmt: skip

    def _next_key(self) -> NextKeyContent:
        found = self._list
        if not found.lines:
            return NextKeyContent(self.tr("Nothing can be paid"), "", waiting=True)
        title = self.tr("Cheque of {amount}").format(amount=self._show(found.total))
        return NextKeyContent(title, receipts_words(len(found.lines), one_each=self._one_each))


@dataclass(frozen=True, slots=True)
class BulkChequeAsked:
    """What the cheque must be over, and what it makes."""

    amount: Decimal
    accounts: int
    one_each: bool
    business_date: date
    today: date
    """The utility's: a shift may go on after midnight."""


class BulkChequeScreen(FormScreen):
    """Bank, number and date of the one cheque. `given` carries the Cheque."""

    given = Signal(object)
    left = Signal()
    GAP = "base"

    def __init__(self, rules: Rules, show: Show, parent: QWidget | None = None) -> None:
        super().__init__("bulk_cheque", parent)
        self._rules, self._show = rules, show
        self._asked: BulkChequeAsked | None = None
        self.bank_field = Field("bulk_bank", self.tr("Bank"), height="field")
        self.number_field = Field("bulk_number", self.tr("Cheque number"), height="field")
        self.date_field = Field(
            "bulk_date", self.tr("Date on the cheque"),
            hint=self.tr("Day, month, year: 23 11 2026"), height="field",
        )  # fmt: skip
        self.bank_field.edit.setMaxLength(BANK_LENGTH)
        self.number_field.edit.setMaxLength(NUMBER_LENGTH)
        for field in (self.bank_field, self.number_field, self.date_field):
            self.add(field)
        self.finish()

    def set_rules(self, rules: Rules) -> None:
        """How old a cheque may be, and how far ahead its date, from the next one on."""
        self._rules = rules

    def begin(self, asked: BulkChequeAsked, header: HeaderContent) -> None:
        """Empty fields."""
        self.clear()
        self._asked = asked
        self.show_about(
            self.tr("The cheque is over"),
            (
                LedgerLine(self.tr("Accounts"), str(asked.accounts), rule="line"),
                LedgerLine(self.tr("Amount"), self._show(asked.amount), weight="sum"),
            ),
        )
        self.set_frame(
            question=self.tr("What does the cheque say?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def next_pressed(self) -> None:
        cheque = self._cheque()
        if cheque is not None:
            self.given.emit(cheque)

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        asked, cheque = self._asked, self._cheque()
        if asked is None or cheque is None:
            return NextKeyContent(
                self.tr("Write down what it says"), self.tr("Bank, number, date"), waiting=True
            )
        lead, text = number_fault(cheque.cheque_no)
        if not lead:
            lead, text = date_fault(cheque.dated_on, asked.business_date, asked.today, self._rules)
        if lead or not self.is_waiting:
            self.tell(lead, text)
        if lead:
            reason = self.tr("The reason stands at the left")
            return NextKeyContent(self.tr("Not to be taken"), reason, waiting=True)
        title = self.tr("Take {amount} by cheque").format(amount=self._show(asked.amount))
        return NextKeyContent(title, receipts_words(asked.accounts, one_each=asked.one_each))

    def _cheque(self) -> Cheque | None:
        dated_on = date_in(self.date_field.text())
        bank, number = one_line(self.bank_field.text()), one_line(self.number_field.text())
        if self._asked is None or dated_on is None or not bank or not number:
            return None
        return Cheque(bank, number, dated_on, self._asked.amount)


def receipts_words(accounts: int, *, one_each: bool) -> str:
    """As in "One receipt for 14 accounts", "14 receipts"."""
    if one_each:
        return words.count_receipts(accounts)
    return words.one_receipt_for(accounts)


def _refused_row(line: RefusedLine, reason: str) -> tuple[Cell, ...]:
    return (
        Cell(str(line.line), quiet=True),
        Cell(line.text, quiet=True),
        Cell(chip=ChipContent(reason, "triangle-alert", Tone.WARN)),
    )
