"""The cheque register: which list, its cheques with their marks, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.cheques import ChequeState, RegisteredCheque
from cashier_app.domain.money import ZERO, Currency
from ui import dates
from ui.keys import Key
from ui.models import words
from ui.screens.menu import MenuScreen
from ui.screens.unsent import UnsentScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

ALL = "*"


class ChequeListsScreen(MenuScreen):
    """One row for each state a cheque can be in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cheque_lists", parent)
        self.title = PanelTitle(name="cheque_lists_title")
        self.words = Label(step="body", tone="ink2", name="cheque_lists_words")
        self.words.setWordWrap(True)
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.words)
        self.panel.addStretch(1)

    def begin(self, rows: tuple[Action, ...], header: HeaderContent) -> None:
        """Show the lists."""
        self.show_actions(rows, header, esc=self.tr("Back"))
        self.title.setText(self.tr("Cheque register"))
        self.words.setText(
            self.tr(
                "A cheque is received at a counter, listed to the bank, and cleared or returned"
                " by it. Nothing is ever crossed out."
            )
        )
        self.set_frame(
            question=self.tr("Which cheques are looked at?"), find_enabled=False, banner=None
        )


@dataclass(frozen=True, slots=True)
class ListWords:
    """What a list is called and what Enter does with its marked cheques; "" where nothing is."""

    question: str
    act: str = ""
    consequence: str = ""
    marked_up_to: date | None = None
    """What is dated up to this day is marked at first."""
    may_return: bool = False
    """F11: the bank sent the selected cheque back."""


class ChequesScreen(UnsentScreen):
    """`acted` carries the marked cheques, `return_asked` and `deposit_asked` the selected one."""

    acted = Signal(object)
    return_asked = Signal(object)
    deposit_asked = Signal(object)
    """The list to the bank that the selected cheque is on, on paper again."""
    more_asked = Signal(object)
    """The page is at its end: what follows this cheque?"""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cheques", parent)
        self._words = ListWords("")
        self._cheques: tuple[RegisteredCheque, ...] = ()
        self._marked: set[tuple[int, int]] = set()
        self._may_go_on = self._waiting = False
        self._currency = Currency("", "", 2)
        self._header = HeaderContent()
        self._build()

    def begin(self, asked: ListWords, header: HeaderContent, currency: Currency) -> None:
        """While the list is read."""
        self._words, self._currency, self._header = asked, currency, header
        self._cheques, self._marked, self._may_go_on = (), set(), False
        self._waiting = False
        self.table.show_rows((), 0)
        self.set_frame(
            question=asked.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=(),
            next_key=NextKeyContent(self.tr("Wait"), self.tr("Reading the list"), waiting=True),
        )  # fmt: skip
        self._show_panel()

    def show_cheques(self, cheques: tuple[RegisteredCheque, ...], *, may_go_on: bool) -> None:
        """A page of the list. With `may_go_on` there is another behind it.

        Read again, a cheque that somebody marked, or took the mark from, stays so.
        """
        given = self._given
        self._cheques, self._may_go_on = cheques, may_go_on
        self._end_wait()
        self._marked = self._marked_at_first ^ (given & {cheque.key for cheque in cheques})
        self._fill(0)

    def tell(self, banner: BannerContent) -> None:
        """What became of the last act."""
        self._end_wait()
        self.set_frame(banner=banner)
        self._redraw()

    def wait(self) -> None:
        """Grey until the server has answered: what was sent stays marked, and the screen stays."""
        self._waiting = True
        self.set_frame(esc="")
        self._redraw()

    def _end_wait(self) -> None:
        if self._waiting:
            self._waiting = False
            self.set_frame(esc=self.tr("Back"))

    @property
    def marked(self) -> tuple[RegisteredCheque, ...]:
        """What Enter acts on, as listed."""
        return tuple(cheque for cheque in self._cheques if cheque.key in self._marked)

    @property
    def _marked_at_first(self) -> set[tuple[int, int]]:
        return self._usual if self._words.marked_up_to else set()

    @property
    def _given(self) -> set[tuple[int, int]]:
        """What somebody marked, or took the mark from."""
        return self._marked ^ self._marked_at_first

    @property
    def _usual(self) -> set[tuple[int, int]]:
        """All that is not held until its day."""
        return {cheque.key for cheque in self._cheques if not self._is_held(cheque)}

    def _is_held(self, cheque: RegisteredCheque) -> bool:
        last = self._words.marked_up_to
        return last is not None and cheque.dated_on > last

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.acted.emit(self.marked)

    def escape_pressed(self) -> None:
        self.left.emit()

    def unsent(self) -> int:
        """Cheques that somebody marked, or took the mark from."""
        return len(self._given)

    def key_typed(self, event: QKeyEvent) -> bool:
        if event.text() != ALL or not self._words.act or self._waiting:
            return False
        self._marked = set() if self._marked == self._usual else self._usual
        self._fill(self.table.current_row())
        return True

    @property
    def _chosen(self) -> RegisteredCheque | None:
        row = self.table.current_row()
        return self._cheques[row] if 0 <= row < len(self._cheques) else None

    def _build(self) -> None:
        body = Columns()
        self.table = CellTable(
            "cheques_table", self.tr("Cheques"),
            (Column(self.tr("Cheque")), Column(self.tr("Receipt"), 300),
             Column(self.tr("Amount"), 170, trailing=True)),
        )  # fmt: skip
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="cheque_title")
        self.title.setWordWrap(True)
        self.facts = Ledger("cheque_facts")
        self.sums = Ledger("cheque_sums")
        for widget in (self.title, self.facts):
            body.panel.column.addWidget(widget)
            body.panel.column.addSpacing(look().space("small"))
        body.panel.column.addStretch(1)
        body.panel.column.addWidget(self.sums)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self._move, step))
        self.bind(Key.SPACE, self._on_space_pressed)
        self.bind(Key.F11, self._on_f11_pressed)
        self.bind(Key.F9, self._on_f9_pressed)
        self.table.row_chosen.connect(self._on_row_chosen)

    def _move(self, step: int) -> None:
        if self._waiting:
            return
        at_end = self.table.current_row() == len(self._cheques) - 1
        if step > 0 and at_end and self._may_go_on and self._chosen is not None:
            self._may_go_on = False
            self.more_asked.emit(self._chosen)
            return
        self.table.move_choice(step)

    def _on_space_pressed(self) -> None:
        chosen = self._chosen
        if chosen is None or not self._words.act or self._waiting:
            return
        self._marked ^= {chosen.key}
        self._fill(self.table.current_row())

    def _on_f11_pressed(self) -> None:
        chosen = self._chosen
        if chosen is not None and self._words.may_return and not self._waiting:
            self.return_asked.emit(chosen)

    def _on_f9_pressed(self) -> None:
        chosen = self._chosen
        if chosen is not None and chosen.deposit_id is not None and not self._waiting:
            self.deposit_asked.emit(chosen)

    def _on_row_chosen(self, _row: int) -> None:
        self._redraw()

    def _fill(self, row: int) -> None:
        self.table.show_rows(tuple(self._row(cheque) for cheque in self._cheques), row)
        self._redraw()

    def _row(self, cheque: RegisteredCheque) -> tuple[Cell, ...]:
        marked = cheque.key in self._marked if self._words.act else None
        when = f"{dates.day(cheque.dated_on)}, {cheque.bank}"
        if self._is_held(cheque):
            when = self.tr("{when}; held until then").format(when=when)
        return (
            Cell(cheque.cheque_no, when, marked=marked),
            Cell(cheque.receipt_no, cheque.customer_name),
            Cell(amount=self._show(cheque.amount)),
        )

    def _redraw(self) -> None:
        self._show_panel()
        asked, count = self._words, len(self.marked)
        if self._waiting:
            wait = NextKeyContent(self.tr("Wait"), self.tr("Asking the server"), waiting=True)
            self.set_frame(next_key=wait, keys=())
            return
        if not self._cheques:
            nothing = NextKeyContent(self.tr("Nothing is on this list"), "", waiting=True)
            self.set_frame(keys=(), next_key=nothing, header=self._header)
            return
        keys = [KeyHint("Space", self.tr("Mark"))] if asked.act else []
        chosen = self._chosen
        if chosen is not None and chosen.deposit_id is not None:
            keys.insert(0, KeyHint("F9", self.tr("Print its list")))
        else:
            keys.insert(0, KeyHint("Up Down", self.tr("Choose")))
        if asked.may_return:
            keys.append(KeyHint("F11", self.tr("Came back")))
        elif asked.act:
            keys.append(KeyHint(ALL, self.tr("All or none")))
        if not asked.act:
            key = NextKeyContent(self.tr("Nothing to do here"), "", waiting=True)
        elif not count:
            key = NextKeyContent(self.tr("Mark cheques"), self.tr("Space marks one"), waiting=True)
        else:
            title = asked.act.format(n=count, amount=self._show(_total(self.marked)))
            key = NextKeyContent(title, asked.consequence)
        self.set_frame(keys=tuple(keys), next_key=key, header=self._header_now())

    def _header_now(self) -> HeaderContent:
        """With what Enter acts on; where nothing is acted on, with all that is listed."""
        if self._words.act:
            label, cheques = self.tr("Marked"), self.marked
        else:
            label, cheques = self.tr("On this list"), self._cheques
        return self._header.with_amount(label, _total(cheques), self._currency)

    def _show(self, amount: Decimal) -> str:
        return self._currency.show(amount)

    def _show_panel(self) -> None:
        cheque = self._chosen
        self.title.setText(cheque.customer_name if cheque else "")
        self.facts.set_lines(self._facts(cheque) if cheque else ())
        total = self._show(_total(self._cheques))
        lines = [LedgerLine(words.count_cheques(len(self._cheques)), total)]
        if self._words.act:
            marked = self.marked
            shown = self._show(_total(marked))
            lines.append(
                LedgerLine(self.tr("{n} marked").format(n=len(marked)), shown, weight="sum")
            )
        self.sums.set_lines(tuple(lines) if self._cheques else ())

    def _facts(self, cheque: RegisteredCheque) -> tuple[LedgerLine, ...]:
        lines = [
            LedgerLine(self.tr("Account"), cheque.account_no),
            LedgerLine(self.tr("Taken at"), cheque.counter_name),
            LedgerLine(self.tr("On"), dates.day(cheque.business_date)),
            LedgerLine(self.tr("Date on it"), dates.day(cheque.dated_on)),
        ]
        if cheque.face_amount != cheque.amount:
            whole = self._show(cheque.face_amount)
            lines.append(LedgerLine(self.tr("Written over"), whole))
        if cheque.deposit_id is not None and cheque.state is not ChequeState.RECEIVED:
            lines.append(LedgerLine(self.tr("On deposit list"), str(cheque.deposit_id)))
        return tuple(lines)


def _total(cheques: Iterable[RegisteredCheque]) -> Decimal:
    return sum((cheque.amount for cheque in cheques), ZERO)
