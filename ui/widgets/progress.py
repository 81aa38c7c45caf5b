"""How far long work has come: words, a bar, a share."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.look import look
from ui.widgets.drawn import LEADING, TRAILING, Drawn, draw_box, draw_text


class ProgressBar(Drawn):
    """Full when `done` is `of`; with `of` 0 only the words are known."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words, self._done, self._of = "", 0, 0
        self.apply_look()

    @property
    def percent(self) -> int:
        """What is done, rounded down: 100 is only what is whole."""
        return self._done * 100 // self._of if self._of else 0

    def set_step(self, words: str, done: int, of: int) -> None:
        """Show `words` and `done` of `of`."""
        self._words, self._done, self._of = words, done, of
        shown = f"{words}, {self._shown}" if self._shown else words
        self.setAccessibleName(shown)
        self.update()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("progress_card"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        upper = QRectF(0, 0, self.width(), now.px(40))
        draw_text(painter, upper, self._words, now.font("lead"), now.color("ink"), LEADING)
        draw_text(painter, upper, self._shown, now.font("lead_strong"), now.color("ink"), TRAILING)
        height, top = now.px(14), now.px(48)
        radius = height / 2
        ground = self.placed(0, top, self.width(), height)
        draw_box(painter, ground, fill=now.color("line"), radius=radius)
        if self._of and self._done:
            width = max(self.width() * self._done / self._of, height)
            bar = self.placed(0, top, width, height)
            draw_box(painter, bar, fill=now.color("ink"), radius=radius)

    @property
    def _shown(self) -> str:
        return f"{self.percent} %" if self._of else ""
