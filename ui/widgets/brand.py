"""The dark panel beside the door: utility, counter, pylons, date. Local data only."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_elided, fill

_PYLONS_RATIO = 560 / 264


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
        draw_icon(painter, QRectF(0, foot - height, width, height), "pylons", now.color("head_art"))
        self._draw_names(painter)
        fill(painter, QRectF(0, foot, width, 1), now.color("head_line"))
        self._line(painter, foot + now.px(11), "cell_strong", self._today, "head_ink")
        self._line(painter, foot + now.px(33), "body", self._last_close, "head_muted")

    def _draw_names(self, painter: QPainter) -> None:
        now = look()
        x, side = now.space("huge"), now.px(44)
        draw_icon(painter, self.placed(x, side, side, side), "mark", now.color("head_ink"))
        beside = x + side + now.space("base")
        self._line(painter, side, "brand", self._utility, "head_ink", x=beside, height=side)
        top, height = now.px(148), now.px(86)
        self._line(painter, top, "counter_name", self._counter, "head_ink", height=height)
        self._line(painter, now.px(240), "office", self._office, "head_muted")

    def _line(
        self, painter: QPainter, y: float, step: str, text: str, token: str,
        *, x: float = 0, height: float = 0,
    ) -> None:  # fmt: skip
        """One line at `x` (0: below the mark), `height` high (0: a line of text)."""
        if not text:  # its font costs a millisecond
            return
        now = look()
        x = x or now.space("huge")
        width = self.width() - x - now.space("gutter")
        spot = self.placed(x, y, width, height or now.px(24))
        draw_elided(painter, spot, text, now.frame_fit(text, step, width), now.color(token))

    def _announce(self) -> None:
        words = (self._utility, self._counter, self._office, self._today, self._last_close)
        self.setAccessibleName(", ".join(word for word in words if word))
        self.update()
