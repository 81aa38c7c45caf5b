"""A list to mark: rights with limits, or counters. Space marks, digits set the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.money import Currency
from ui.keys import Key
from ui.screens.unsent import UnsentScreen
from ui.theme.look import look
from ui.widgets.amount_field import AmountField
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


@dataclass(frozen=True, slots=True)
class Mark:
    """A row. `limit` None is without a limit."""

    name: str
    label: str
    detail: str
    marked: bool
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MarkWords:
    """What the list is about: the question, the column, the answer and its consequence."""

    question: str
    head: str
    answer: str
    consequence: str
    may_stay: bool = False
    """True when the list may be answered as it is."""


class MarksScreen(UnsentScreen):
    """`saved` carries the rows as they are marked."""

    saved = Signal(object)
    left = Signal()

    def __init__(
        self, name: str, *, with_limits: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._with_limits = with_limits
        self._currency = Currency("", "", 2)
        self._words = MarkWords("", "", "", "")
        self._before: tuple[Mark, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._waiting = False
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.bind(Key.SPACE, self._toggle)
        self.bind(Key.BACKSPACE, self._on_backspace_pressed)
        self.table.row_chosen.connect(self._on_table_row_chosen)

    def begin(
        self, words: MarkWords, header: HeaderContent, marks: tuple[Mark, ...], currency: Currency
    ) -> None:
        """Show `marks` as they are now."""
        self._words, self._before, self._marks = words, marks, marks
        self._currency, self._waiting = currency, False
        self.limit.set_currency(currency)
        self.table.cells.columns = self._columns(words.head, currency)
        self.set_frame(
            question=words.question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self._show(0)

    def wait(self) -> None:
        """While it is being stored: what was sent stays as it was sent, and so does the screen."""
        self._waiting = True
        self.set_frame(esc="")
        self._redraw()

    def resume(self, banner: BannerContent) -> None:
        """Not stored: say why, keep the marks."""
        self._waiting = False
        self.set_frame(banner=banner, esc=self.tr("Back"))
        self._redraw()

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.saved.emit(self._marks)

    def escape_pressed(self) -> None:
        self.left.emit()

    def unsent(self) -> int:
        """Rows that are not as they were."""
        return sum(now != was for now, was in zip(self._marks, self._before, strict=True))

    def key_typed(self, event: QKeyEvent) -> bool:
        if not self._with_limits or not self.limit.type_text(event.text()):
            return False
        self._change(lambda mark: replace(mark, marked=True, limit=self.limit.amount()))
        return True

    def _build(self) -> None:
        body = Columns()
        self.table = CellTable(
            f"{self.objectName()}_table", self.tr("List to mark"),
            self._columns("", self._currency),
        )  # fmt: skip
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name=f"{self.objectName()}_title")
        self.detail = Label(step="body", tone="ink2", name=f"{self.objectName()}_detail")
        self.limit = AmountField(f"{self.objectName()}_limit", self.tr("Up to"), self._currency)
        self.help = Label(step="body", tone="ink2", name=f"{self.objectName()}_help")
        for widget in (self.title, self.detail, self.limit, self.help):
            body.panel.column.addWidget(widget)
            body.panel.column.addSpacing(look().space("gap"))
        for label in (self.title, self.detail, self.help):
            label.setWordWrap(True)
        self.limit.setVisible(self._with_limits)
        self.help.setVisible(self._with_limits)
        body.panel.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def _columns(self, head: str, currency: Currency) -> tuple[Column, ...]:
        if not self._with_limits:
            return (Column(head),)
        limit = self.tr("Up to, {currency}").format(currency=currency.symbol)
        return (Column(head), Column(limit, 190, trailing=True))

    def _toggle(self) -> None:
        self._change(lambda mark: replace(mark, marked=not mark.marked, limit=None))
        self._show_limit()

    def _on_backspace_pressed(self) -> None:
        if self._with_limits and self.limit.backspace():
            amount = None if self.limit.is_empty else self.limit.amount()
            self._change(lambda mark: replace(mark, limit=amount))

    def _change(self, change: Callable[[Mark], Mark]) -> None:
        row = self.table.current_row()
        if self._waiting or not 0 <= row < len(self._marks):
            return
        marks = list(self._marks)
        marks[row] = change(marks[row])
        self._marks = tuple(marks)
        self._show(row, keep_limit=True)

    def _show(self, row: int, *, keep_limit: bool = False) -> None:
        self.table.blockSignals(keep_limit)
        self.table.show_rows(tuple(self._row(mark) for mark in self._marks), row)
        self.table.blockSignals(False)
        self._redraw()

    def _row(self, mark: Mark) -> tuple[Cell, ...]:
        words = Cell(mark.label, mark.detail, marked=mark.marked)
        if not self._with_limits:
            return (words,)
        if not mark.marked:
            return (words, Cell())
        if mark.limit is None:
            return (words, Cell(amount=self.tr("no limit")))
        return (words, Cell(amount=self._currency.show(mark.limit)))

    def _on_table_row_chosen(self, _row: int) -> None:
        self._show_limit()
        self._redraw()

    def _show_limit(self) -> None:
        mark = self._chosen
        if mark is not None:
            self.limit.set_amount(mark.limit, fresh=True)

    @property
    def _chosen(self) -> Mark | None:
        row = self.table.current_row()
        return self._marks[row] if 0 <= row < len(self._marks) else None

    def _redraw(self) -> None:
        mark = self._chosen
        if mark is not None:
            self.title.setText(mark.label)
            self.detail.setText(mark.detail)
            self.help.setText(
                self.tr("Digits set the limit, Backspace takes it away; empty means no limit.")
            )
        self.set_frame(
            keys=(KeyHint("Up Down", self.tr("Choose")), KeyHint("Space", self.tr("Mark"))),
            next_key=self._next_key(),
        )

    def _next_key(self) -> NextKeyContent:
        if self._waiting:
            return NextKeyContent(self.tr("Wait"), self.tr("Asking the server"), waiting=True)
        if self._marks == self._before and not self._words.may_stay:
            return NextKeyContent(
                self._words.answer, self.tr("Nothing is changed yet"), waiting=True
            )
        return NextKeyContent(self._words.answer, self._words.consequence)
