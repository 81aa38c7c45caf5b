"""The receipt as the utility wants it: what may be left out, lines of its own, the paper beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.screens.receipt_paper import PaperPicture
from ui.screens.table_screen import TableScreen
from ui.widgets.cell_table import Cell, Column
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

_PICTURE = 340
"""Pixels of the paper in the side panel at scale 1."""


_AT_FOOT = ("more", "contact", "balance")


@dataclass(frozen=True, slots=True)
class DesignRow:
    """An optional line with its tick, or a line of the utility's own, or its logo."""

    name: str
    label: str
    detail: str
    shown: bool | None = None
    """None for what is no question of yes and no."""
    text: str = ""


class ReceiptDesignScreen(TableScreen):
    """`toggled` and `text_asked` carry the name of the selected row."""

    toggled = Signal(str)
    text_asked = Signal(str)
    emptied = Signal(str)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("On the receipt")), Column(self.tr("Words"), 380))
        super().__init__("receipt_design", self.tr("Lines of the receipt"), columns, parent)
        self._rows: tuple[DesignRow, ...] = ()
        self._changed, self._saving = 0, False
        self.paper = PaperPicture("receipt_design_paper", _PICTURE)
        self.paper.setAccessibleName(self.tr("How the receipt will look"))
        self._area = QScrollArea()
        self._area.setObjectName("receipt_design_area")
        self._area.setAccessibleName(self.tr("How the receipt will look"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.paper)
        self.fill(self._area)
        for key, part in ((Key.PAGE_DOWN, 0.5), (Key.PAGE_UP, -0.5)):
            self.bind(key, partial(self._scroll, part))
        self.bind(Key.SPACE, self._change)
        self.bind(Key.DEL, self._empty)

    def begin(self, header: HeaderContent) -> None:
        """While the design is read."""
        self._changed, self._saving = 0, False
        self.begin_reading(
            self.tr("What stands on the receipt?"), header, self.tr("Reading it")
        )  # fmt: skip

    def show_design(self, rows: tuple[DesignRow, ...], *, changed: int) -> None:
        """The lines; the one that was selected stays so. `changed`: how many are not as stored."""
        at = max(self.table.current_row(), 0)
        self._rows, self._changed, self._saving = rows, changed, False
        self.show_rows(tuple(self._cells(row) for row in rows), at)
        self.set_frame(banner=None)
        self._follow()

    def show_paper(self, png: bytes) -> None:
        """The paper as it would come out; it stays scrolled as it was."""
        self.paper.set_image(QImage.fromData(png))

    def show_failure(self, error: CashierError) -> None:
        """Why it was not saved, or not read."""
        self._saving = self._waiting = False
        self.set_frame(banner=message_for(error).banner)
        self._follow()

    def begin_saving(self) -> None:
        """Grey until the server has answered."""
        self._saving = True
        self._follow()

    @property
    def rows(self) -> tuple[DesignRow, ...]:
        """What is shown."""
        return self._rows

    def unsent(self) -> int:
        """Lines that are not as they are stored."""
        return self._changed

    def next_pressed(self) -> None:
        self.save_asked.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _selected(self) -> DesignRow | None:
        row = self.table.current_row()
        return self._rows[row] if 0 <= row < len(self._rows) and not self._saving else None

    def _change(self) -> None:
        row = self._selected()
        if row is not None:
            (self.toggled if row.shown is not None else self.text_asked).emit(row.name)

    def _empty(self) -> None:
        row = self._selected()
        if row is not None and row.shown is None and row.text:
            self.emptied.emit(row.name)

    def _scroll(self, pages: float) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + round(bar.pageStep() * pages))

    def redraw(self) -> None:
        """The part of the paper comes into sight that the line stands in."""
        row = self._selected()
        bar = self._area.verticalScrollBar()
        if row is not None:
            at_foot = row.name.startswith(_AT_FOOT)
            bar.setValue(bar.maximum() if at_foot else bar.minimum())
        self._follow()

    def _follow(self) -> None:
        row = self._selected()
        is_text = row is not None and row.shown is None
        word = self.tr("Type it") if is_text else self.tr("Leave out")
        if row is not None and row.shown is False:
            word = self.tr("Show it")
        if row is not None and row.name == "logo_file":
            word = self.tr("Choose it")
        keys = (
            KeyHint("Space", word, row is not None),
            KeyHint("Del", self.tr("Take away"), is_text and bool(row and row.text)),
            KeyHint("PgDn", self.tr("Scroll")),
        )
        if self._saving:
            key = NextKeyContent(self.tr("Wait"), self.tr("Asking the server"), waiting=True)
        elif not self._changed:
            key = NextKeyContent(
                self.tr("Save"), self.tr("Nothing is changed yet"), waiting=True
            )  # fmt: skip
        else:
            key = NextKeyContent(self.tr("Save"), self.tr("Each counter from its next sign-in on"))
        self.set_frame(keys=keys, next_key=key, esc="" if self._saving else self.tr("Back"))

    def _cells(self, row: DesignRow) -> tuple[Cell, ...]:
        what = Cell(row.label, row.detail, marked=row.shown)
        if row.shown is not None:
            return what, Cell()
        return what, Cell(row.text or self._nothing(row), quiet=not row.text)

    def _nothing(self, row: DesignRow) -> str:
        return self.tr("the built-in mark") if row.name == "logo_file" else self.tr("none")
