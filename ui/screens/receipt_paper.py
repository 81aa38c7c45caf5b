"""The paper of a receipt, to look at: nothing is printed, no copy is counted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from ui.keys import Key
from ui.messages import message_for
from ui.screen import Screen
from ui.spoken import Spoken
from ui.theme.look import look, look_changes
from ui.widgets.cards import ScrollArea
from ui.widgets.drawn import Drawn
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

_WIDTH = 432
"""Pixels of 80 mm paper at scale 1: three quarters of its dots."""


class PaperPicture(Drawn):
    """The picture in the middle, with a hairline around it: white in both themes."""

    spoken_as = Spoken.PICTURE

    def __init__(self, name: str, width: int = _WIDTH, parent: QWidget | None = None) -> None:
        """`width` in pixels at scale 1."""
        super().__init__(name, parent)
        self._width = width
        self._image = QImage()

    def set_image(self, image: QImage) -> None:
        self._image = image
        self.apply_look()
        self.update()

    @property
    def is_empty(self) -> bool:
        return self._image.isNull()

    def apply_look(self) -> None:
        width = look().px(self._width)
        height = 0 if self.is_empty else width * self._image.height() // self._image.width()
        self.setFixedHeight(height + 2 * look().space("gap"))

    def draw(self, painter: QPainter) -> None:
        if self.is_empty:
            return
        now = look()
        width, edge = now.px(self._width), now.space("gap")
        left = (self.width() - width) / 2
        room = QRectF(left, edge, width, self.height() - 2 * edge)
        painter.fillRect(room.adjusted(-1, -1, 1, 1), now.color("line_strong"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(room, self._image)


class PaperScreen(Screen):
    """`left` on Esc and on Enter."""

    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.paper = PaperPicture(f"{name}_picture")
        self._area = ScrollArea(f"{name}_area", self.tr("The paper"))
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        for key, pages in ((Key.DOWN, 0.2), (Key.UP, -0.2), (Key.PAGE_DOWN, 1), (Key.PAGE_UP, -1)):
            self.bind(key, partial(self._scroll, pages))
        look_changes().changed.connect(self.paper.apply_look)

    def begin(self, number: str, header: HeaderContent) -> None:
        """Empty, while the receipt is read."""
        self.paper.set_image(QImage())
        self.paper.setAccessibleName(self.tr("Paper of {number}").format(number=number))
        self.set_frame(
            question=self.tr("The paper of {number}").format(number=number),
            header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
            keys=(KeyHint("Up Down", self.tr("Scroll")),),
            next_key=NextKeyContent(
                self.tr("Wait"), self.tr("Reading the receipt"), waiting=True
            ),
        )  # fmt: skip

    def show_paper(self, png: bytes) -> None:
        """From the top."""
        self.paper.set_image(QImage.fromData(png))
        self._area.verticalScrollBar().setValue(0)
        self._ready()

    def show_failure(self, error: CashierError) -> None:
        """Why there is no paper."""
        self.set_frame(banner=message_for(error).banner)
        self._ready()

    def clear(self) -> None:
        """Nothing of a customer stays."""
        self.paper.set_image(QImage())

    def enter(self) -> None:
        self._area.setFocus()

    def next_pressed(self) -> None:
        self.left.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _ready(self) -> None:
        words = self.tr("Nothing is printed or counted as a copy")
        self.set_frame(next_key=NextKeyContent(self.tr("Back to the receipt"), words))

    def _scroll(self, pages: float) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + round(bar.pageStep() * pages))
