"""How far long work is: a flat bar with its share under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_box, draw_elided


class ProgressBar(Drawn):
    """`set_progress` from 0 to all; without a whole the bar is empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._done, self._all, self._words = 0, 0, ""
        self.apply_look()

    @property
    def words(self) -> str:
        """What stands under the bar."""
        return self._words

    def set_progress(self, done: int, of_all: int, words: str) -> None:
        """So much of so much, in words for under the bar."""
        self._done, self._all, self._words = done, of_all, words
        self.setAccessibleName(words)
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(round(look().px(60) * look().type_factor))

    def draw(self, painter: QPainter) -> None:
        now = look()
        bar = QRectF(0, 0, self.width(), now.px(24))
        draw_box(painter, bar, fill=now.color("sunken"), edge=now.color("line_strong"),
                 radius=now.radius("chip"))  # fmt: skip
        share = min(1.0, self._done / self._all) if self._all else 0.0
        if share > 0:
            filled = self.placed(0, 0, max(now.px(4), self.width() * share), bar.height())
            draw_box(painter, filled, fill=now.color("bar_hi"), radius=now.radius("chip"))
        spot = self.placed(0, now.px(30), self.width(), now.px(26))
        draw_elided(painter, spot, self._words, now.font("body"), now.color("ink2"))
