"""The status line: who works where, and the lamps of server and printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.spoken import Spoken
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import Drawn, draw_text, fill, text_width

if TYPE_CHECKING:
    from ui.widgets.lamps import Lamp


class StatusContent(NamedTuple):
    """`place` is bold; `facts` follow; `hidden_fact` stands behind a crossed-out eye."""

    place: str = ""
    facts: tuple[str, ...] = ()
    hidden_fact: str = ""
    lamps: tuple[Lamp, ...] = ()
    clock: str = ""


def before_sign_in(counter_name: str, clock: str, lamps: tuple[Lamp, ...] = ()) -> StatusContent:
    """What the line says while nobody is signed in."""
    nobody = QCoreApplication.translate("StatusLine", "Nobody signed in")
    return StatusContent(counter_name, (nobody,), "", lamps, clock)


class StatusLine(Drawn):
    """The last line of the window."""

    spoken_as = Spoken.STATUS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("status_line", parent)
        self._content = StatusContent()
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("status_line"))

    @property
    def content(self) -> StatusContent:
        """What the line says now."""
        return self._content

    def set_content(self, content: StatusContent) -> None:
        """Show `content`."""
        if content == self._content:
            return
        self._content = content
        lamps = (lamp.text for lamp in content.lamps)
        self.setAccessibleName(", ".join((content.place, *content.facts, *lamps)))
        self.update()

    def draw(self, painter: QPainter) -> None:
        fill(painter, QRectF(self.rect()), look().color("page"))
        fill(painter, QRectF(0, 0, self.width(), 1), look().color("line"))
        self._draw_place(painter)
        self._draw_lamps(painter)

    def _draw_place(self, painter: QPainter) -> None:
        now, content = look(), self._content
        x = float(now.space("margin"))
        x = self._word(painter, x, content.place, "status_strong", "ink")
        for fact in content.facts:
            x = self._word(painter, self._bar(painter, x), fact, "status", "ink2")
        if content.hidden_fact:
            x = self._bar(painter, x)
            self._icon(painter, x, "eye-off", "ink2")
            self._word(painter, x + now.px(21), content.hidden_fact, "status", "ink2")

    def _draw_lamps(self, painter: QPainter) -> None:
        now, content = look(), self._content
        x = self.width() - now.space("margin") - self._advance(content.clock, "status")
        self._word(painter, x, content.clock, "status", "ink2")
        if content.clock and content.lamps:
            x -= now.px(15)
            self._draw_bar(painter, x)
            x -= now.px(24)
        for lamp in reversed(content.lamps):
            shape, ink = lamp.colors
            step = "status_strong" if lamp.is_alarm else "status"
            x -= self._advance(lamp.text, step)
            self._word(painter, x, lamp.text, step, ink)
            x -= now.px(20)
            self._icon(painter, x, f"lamp-{lamp.state}", shape)
            x -= now.px(24)

    def _advance(self, text: str, step: str) -> float:
        return text_width(text, look().frame_font(step))

    def _word(self, painter: QPainter, x: float, text: str, step: str, token: str) -> float:
        font = look().frame_font(step)
        width = text_width(text, font)
        spot = self.placed(x, 0, width + 1, self.height())
        draw_text(painter, spot, text, font, look().color(token))
        return x + width

    def _bar(self, painter: QPainter, x: float) -> float:
        self._draw_bar(painter, x + look().px(15))
        return x + look().px(30)

    def _draw_bar(self, painter: QPainter, x: float) -> None:
        height = look().px(14)
        spot = self.placed(x, (self.height() - height) / 2, 1, height)
        fill(painter, QRectF(spot.toRect()), look().color("line"))

    def _icon(self, painter: QPainter, x: float, name: str, token: str) -> None:
        side = look().size("lamp") + 1
        spot = self.placed(x, (self.height() - side) / 2, side, side)
        draw_icon(painter, spot, name, look().color(token))
