"""The band over every screen of a training database: nobody takes it for the real counter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_text, text_width


class TrainingBand(Drawn):
    """Edge to edge at the very top, also over the door and behind the lock; hidden elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("training_band", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(f"{self.tr('TRAINING')}. {self._words()}")
        self.setVisible(False)
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("training"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        ink = now.color("warn_ink")
        painter.fillRect(self.rect(), now.color("warn_bg"))
        edge = now.px(3)
        painter.fillRect(
            QRectF(0, self.height() - edge, self.width(), edge), now.color("warn_line")
        )
        strong, plain = now.frame_font("banner_strong"), now.frame_font("banner")
        mark, words = self.tr("TRAINING"), self._words()
        side, gap = now.px(20), now.px(14)
        width = text_width(mark, strong) + gap + text_width(words, plain)
        x = (self.width() - width) / 2
        height = self.height() - edge
        for left in (x - side - gap, x + width + gap):
            spot = self.placed(left, (height - side) / 2, side, side)
            draw_icon(painter, spot, "triangle-alert", ink)
        first = self.placed(x, 0, text_width(mark, strong) + 1, height)
        draw_text(painter, first, mark, strong, ink)
        rest = self.placed(x + first.width() + gap, 0, text_width(words, plain) + 1, height)
        draw_text(painter, rest, words, plain, ink)

    def _words(self) -> str:
        return self.tr("Nothing here is real: no money, no customer, no receipt")
