"""Notices before they are given: who gets one and how much they owe; who is left out and why."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.bill_office import NoticeRow, Notices, NoticesLook
from cashier_app.domain.money import Currency
from ui.keys import Key
from ui.models import notice_words as words
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import CellTable
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger
from ui.widgets.notice_card import NoticeCard

_PAGE = 6


class NoticesScreen(SendingScreen):
    """`give_asked` on Enter; `left` goes back to what was asked, `list_asked` to the list."""

    give_asked = Signal()
    list_asked = Signal()
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._look: NoticesLook | None = None
        self._today = date.min
        self._currency = Currency("", "", 2)
        self._left_out = False
        self._build()
        for key, step in (
            (Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, _PAGE), (Key.PAGE_UP, -_PAGE),
        ):  # fmt: skip
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.SPACE, self._on_space_pressed)

    def begin(
        self, asked: Notices, found: NoticesLook, currency: Currency, today: date,
        header: HeaderContent,
    ) -> None:  # fmt: skip
        """Nothing is given yet; whoever gets one stands first."""
        self._end_wait()
        self._look, self._currency, self._today = found, currency, today
        show = currency.show
        self.asked.set_lines(words.asked_lines(asked, show))
        self.sums.set_lines(words.sum_lines(found, show))
        self.without.set_lines(words.left_out_lines(found, show))
        nobody = not found.given.connections
        self.nobody.tell(
            "" if found.rows or found.left_out else self.tr("Nobody is overdue by more than that."),
            self.tr("Esc goes back to days, amount and route."), icon="check",
        )  # fmt: skip
        question = self.tr("Are these notices given?")
        self.set_frame(
            question=self.tr("Nobody would get a notice") if nobody else question,
            header=header.with_amount(self.tr("Overdue"), found.given.overdue, currency),
            banner=None, esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._show_list(left_out=nobody and bool(found.left_out))

    def clear(self) -> None:
        """Nothing of anybody stays."""
        self._end_wait()
        self._look = None
        self.table.show_rows((), 0)
        for ledger in (self.asked, self.sums, self.without):
            ledger.set_lines(())

    @property
    def rows(self) -> tuple[NoticeRow, ...]:
        """What the list shows."""
        if self._look is None:
            return ()
        return self._look.left_out if self._left_out else self._look.rows

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        if self._look is not None and self._look.given.connections:
            self.give_asked.emit()
        else:
            self.list_asked.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def redraw(self) -> None:
        """The green block, and which list Space leads to."""
        found = self._look
        if found is None:
            return
        other = self.tr("Who gets one") if self._left_out else self.tr("Who is left out")
        may_turn = bool(found.rows and found.left_out)
        self.set_frame(
            keys=(
                KeyHint("Up Down", self.tr("Look through"), len(self.rows) > 1),
                KeyHint("Space", other, may_turn),
            ),
            next_key=self._next_key(found.given.connections),
        )

    def _build(self) -> None:
        body = Columns()
        self.nobody = NoticeCard(f"{self.objectName()}_nobody")
        self.table = CellTable(
            f"{self.objectName()}_table", self.tr("Notices"), words.columns("", left_out=False)
        )
        body.left.addWidget(self.nobody)
        body.left.addWidget(self.table, 1)
        body.left.addStretch(0)  # where there is no table
        self.asked = Ledger(f"{self.objectName()}_asked")
        self.without = Ledger(f"{self.objectName()}_without")
        self.sums = Ledger(f"{self.objectName()}_sums")
        column = body.panel.column
        for title, ledger in (
            (self.tr("What is asked for"), self.asked), (self.tr("Left out"), self.without),
        ):  # fmt: skip
            column.addWidget(PanelTitle(title))
            column.addSpacing(look().space("small"))
            column.addWidget(ledger)
            column.addSpacing(look().space("gutter"))
        column.addStretch(1)
        column.addWidget(self.sums)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_space_pressed(self) -> None:
        found = self._look
        if found is not None and found.rows and found.left_out:
            self._show_list(left_out=not self._left_out)

    def _show_list(self, *, left_out: bool) -> None:
        found = self._look
        if found is None:
            return
        self._left_out = left_out
        self.table.cells.columns = words.columns(self._currency.symbol, left_out=left_out)
        rows = self.rows
        self.table.setVisible(bool(rows))
        self.table.show_rows(
            tuple(words.cells(row, self._currency.show, self._today) for row in rows), 0
        )
        of = words.count_left_out(found) if left_out else found.given.connections
        more = self.tr("The {n} largest of {all} are shown").format(
            n=f"{len(rows):,}", all=f"{of:,}"
        )
        only = self.tr("These are left out") if left_out else ""
        self.set_frame(hint=more if of > len(rows) else only)
        self.redraw()

    def _next_key(self, count: int) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if not count:
            return NextKeyContent(self.tr("Back to the list"), self.tr("Nothing was changed"))
        words_of = self.tr("Give {n} notices") if count != 1 else self.tr("Give 1 notice")
        return NextKeyContent(
            words_of.format(n=f"{count:,}"), self.tr("Every counter says so at once")
        )
