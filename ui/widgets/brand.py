"""The dark panel beside the door: utility, counter, pylons, date. Local data only."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_elided, fill

_PYLONS_RATIO = 560 / 264
_PYLONS_OPACITY = 0.4


class BrandPanel(Drawn):
    """Who we are, which counter this is, what day it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("brand_panel", parent)
        self._utility, self._counter, self._office = "", "", ""
        self._today, self._last_close = "", ""
        self.apply_look()

    def set_place(self, utility: str, counter: str, office: str) -> None:
        """The utility's name, the counter's name in large type, the office under it."""
        self._utility, self._counter, self._office = utility, counter, office
        self._announce()

    def set_day(self, today: str, last_close: str) -> None:
        """The two lines at the foot."""
        self._today, self._last_close = today, last_close
        self._announce()

    def apply_look(self) -> None:
        self.setFixedWidth(look().size("brand_panel"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        fill(painter, QRectF(self.rect()), now.color("head"))
        foot = self.height() - now.px(72)
        width = float(self.width())
        height = width / _PYLONS_RATIO
        pylons = QRectF(0, foot - height, width, height)
        painter.setOpacity(_PYLONS_OPACITY)
        draw_icon(painter, pylons, "pylons", now.color("head_muted"))
        painter.setOpacity(1)
        self._draw_names(painter)
        fill(painter, QRectF(0, foot, width, 1), now.color("head_line"))
        self._line(painter, foot + now.px(11), "cell_strong", self._today, "head_ink")
        self._line(painter, foot + now.px(33), "body", self._last_close, "head_muted")

    def _draw_names(self, painter: QPainter) -> None:
        now = look()
        side = now.px(44)
        mark = self.placed(now.space("huge"), side, side, side)
        draw_icon(painter, mark, "mark", now.color("head_ink"))
        x = now.space("huge") + side + now.space("base")
        room = self.placed(x, side, self.width() - x - now.space("gutter"), side)
        font = now.frame_fit(self._utility, "brand", room.width())
        draw_elided(painter, room, self._utility, font, now.color("head_ink"))
        width = self.width() - now.space("huge") - now.space("gutter")
        name = self.placed(now.space("huge"), now.px(148), width, now.px(86))
        font = now.frame_fit(self._counter, "counter_name", width)
        draw_elided(painter, name, self._counter, font, now.color("head_ink"))
        self._line(painter, now.px(240), "office", self._office, "head_muted")

    def _line(self, painter: QPainter, y: float, step: str, text: str, token: str) -> None:
        now = look()
        width = self.width() - now.space("huge") - now.space("gutter")
        spot = self.placed(now.space("huge"), y, width, now.px(24))
        font = now.frame_fit(text, step, width)
        draw_elided(painter, spot, text, font, now.color(token))

    def _announce(self) -> None:
        words = (self._utility, self._counter, self._office, self._today, self._last_close)
        self.setAccessibleName(", ".join(word for word in words if word))
        self.update()
