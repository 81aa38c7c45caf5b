"""A list as high as the screen and, beside it, what the selected row is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import Key
from ui.screens.unsent import UnsentScreen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

_PAGE = 6
W = TypeVar("W", bound=QWidget)


class TableScreen(UnsentScreen):
    """Arrows and pages choose a row, also while the caret is nowhere.

    A subclass fills the panel with `add` and `add_words`, or `fill`, calls `begin_reading` while
    the list is read and `show_rows` when it is there, and follows the selected row in `redraw`.
    """

    left = Signal()

    def __init__(
        self, name: str, title: str, columns: tuple[Column, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._waiting = False
        body = Columns()
        self.table = CellTable(f"{name}_table", title, columns)
        body.left.addWidget(self.table, 1)
        self.panel = body.panel.column
        self.panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        for key, step in (
            (Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, _PAGE), (Key.PAGE_UP, -_PAGE),
        ):  # fmt: skip
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_table_row_chosen)

    def add(self, widget: W) -> W:
        """A part of the panel, below those before it."""
        place = self.panel.count() - 1
        self.panel.insertWidget(place, widget)
        self.panel.insertSpacing(place + 1, look().space("small"))
        return widget

    def fill(self, widget: W) -> W:
        """The panel's only part, as high as the panel."""
        self.panel.takeAt(self.panel.count() - 1)
        self.panel.addWidget(widget, 1)
        return widget

    def add_words(
        self, name: str, text: str = "", *, step: str = "body", tone: str = "ink"
    ) -> Label:
        """Words of the panel; they go on in the next line."""
        label = Label(text, step, tone, name=name)
        label.setWordWrap(True)
        return self.add(label)

    def begin_reading(
        self, question: str, header: HeaderContent, what: str, keys: tuple[KeyHint, ...] = ()
    ) -> None:
        """The question stands; the list comes when `what` is over."""
        self.set_frame(
            question=question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=keys,
        )  # fmt: skip
        self.wait(what)

    def wait(self, what: str) -> None:
        """Grey until `show_rows`: another row makes nothing green before the answer is there."""
        self._waiting = True
        self.set_frame(next_key=NextKeyContent(self.tr("Wait"), what, waiting=True))

    def show_rows(self, rows: tuple[tuple[Cell, ...], ...], chosen: int) -> None:
        """The answer is there; row `chosen` is selected. `redraw` follows it."""
        self._waiting = False
        self.table.show_rows(rows, chosen)

    def go_on(self) -> None:
        """Nobody has said what became of it: the list stands as it was."""
        if self._waiting:
            self._waiting = False
            self.redraw()

    def tell(self, banner: BannerContent | None) -> None:
        """What became of the last act; the list stays."""
        self.set_frame(banner=banner)

    def redraw(self) -> None:
        """Another row is selected, or the list is new."""

    def jump(self, begins: str, names: Sequence[str]) -> bool:
        """To the next row below whose name begins so, round the end; False where there is none."""
        at, count = self.table.current_row() + 1, len(names)
        for row in (*range(at, count), *range(at)):
            if names[row].casefold().startswith(begins.casefold()):
                self.table.choose_row(row)
                return True
        return False

    def enter(self) -> None:
        self.setFocus()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _on_table_row_chosen(self, _row: int) -> None:
        if not self._waiting:
            self.redraw()
