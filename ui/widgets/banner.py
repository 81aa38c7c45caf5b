"""The banner under the header: look (amber), tray (printer), stop (red). One at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from ui.spoken import Spoken, tell
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_box, draw_elided, draw_text, text_width
from ui.widgets.keys import cap_colors, cap_width, draw_cap


class Gravity(IntEnum):
    """How grave a banner is: the graver one wins."""

    LOOK = 1
    TRAY = 2
    STOP = 3


@dataclass(frozen=True, slots=True)
class TrayCard:
    """A receipt that waits in the printer's tray."""

    number: str
    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class BannerContent:
    """What happened, what to do, and the key that settles it.

    LOOK is one line (`lead` bold, then `text`); TRAY and STOP are two lines.
    `reference` is read out on the phone.
    """

    gravity: Gravity
    lead: str
    text: str = ""
    icon: str = ""
    key_cap: str = ""
    key_label: str = ""
    reference: str = ""
    cards: tuple[TrayCard, ...] = ()


_HEIGHTS = {Gravity.LOOK: "banner", Gravity.TRAY: "banner_tray", Gravity.STOP: "banner_stop"}
_ICONS = {Gravity.LOOK: "triangle-alert", Gravity.TRAY: "printer", Gravity.STOP: "octagon-alert"}


class Banner(Drawn):
    """Edge to edge under the header; pushes the body down, covers nothing."""

    spoken_as = Spoken.ALERT
    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("banner", parent)
        self._content: BannerContent | None = None
        self._key_spot = QRectF()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setVisible(False)

    @property
    def content(self) -> BannerContent | None:
        """The banner on screen, if any."""
        return self._content

    def set_content(self, content: BannerContent | None) -> None:
        """Show `content`, or nothing."""
        is_new = content != self._content
        self._content = content
        self.setVisible(content is not None)
        if content is not None:
            words = f"{content.lead} {content.text} {content.reference}".strip()
            self.setAccessibleName(words)
            if is_new:
                tell(self, words)
        self.apply_look()
        self.update()

    def apply_look(self) -> None:
        if self._content is None:
            return
        height = _HEIGHTS[self._content.gravity]
        if self._content.gravity is Gravity.LOOK and not self._fits_one_line():
            height = "banner_two_lines"
        self.setFixedHeight(look().size(height))

    def resizeEvent(self, _event: object) -> None:
        self.apply_look()

    def draw(self, painter: QPainter) -> None:
        content = self._content
        if content is None:
            return
        stop = content.gravity is Gravity.STOP
        painter.fillRect(self.rect(), look().color("stop_panel" if stop else "warn_bg"))
        if not stop:
            edge = QRectF(0, self.height() - 1, self.width(), 1)
            painter.fillRect(edge, look().color("warn_line"))
        right = self._draw_right(painter, content)
        if self._is_one_line():
            self._draw_line(painter, content, right)
        else:
            self._draw_lines(painter, content, right)

    def _ink(self) -> str:
        stop = self._content is not None and self._content.gravity is Gravity.STOP
        return "stop_panel_ink" if stop else "warn_ink"

    def _is_one_line(self) -> bool:
        return self.height() <= look().size("banner")

    def _fits_one_line(self) -> bool:
        content, now = self._content, look()
        if content is None or self.width() == 0:
            return True
        words = text_width(content.lead, now.frame_font("banner_strong"))
        words += text_width(content.text, now.frame_font("banner")) + now.px(15)
        return words <= self.width() - now.px(70) - self._right_width(content)

    def _right_width(self, content: BannerContent) -> float:
        now = look()
        width = float(now.space("margin"))
        if content.key_cap:
            font = now.frame_font("cell_strong")
            width += cap_width(content.key_cap) + now.px(40) + text_width(content.key_label, font)
        if content.reference:
            width += text_width(content.reference, now.frame_font("cell_strong")) + now.px(24)
        return width

    def _draw_icon(self, painter: QPainter, content: BannerContent, side: int) -> None:
        spot = self.placed(look().space("margin"), (self.height() - side) / 2, side, side)
        icon = content.icon or _ICONS[content.gravity]
        draw_icon(painter, spot, icon, look().color(self._ink()))

    def _draw_line(self, painter: QPainter, content: BannerContent, right: float) -> None:
        now, color = look(), look().color(self._ink())
        self._draw_icon(painter, content, now.px(24))
        x, strong = now.px(70), now.frame_font("banner_strong")
        height = self.height() - 1
        lead = self.placed(x, 0, text_width(content.lead, strong) + 2, height)
        draw_text(painter, lead, content.lead, strong, color)
        x += round(lead.width()) + now.px(14)
        rest = self.placed(x, 0, right - x, height)
        draw_elided(painter, rest, content.text, now.frame_font("banner"), color)

    def _draw_lines(self, painter: QPainter, content: BannerContent, right: float) -> None:
        now, color = look(), look().color(self._ink())
        stop = content.gravity is Gravity.STOP
        self._draw_icon(painter, content, now.px(38 if stop else 28))
        x = now.px(84 if stop else 74)
        width = right - x - now.space("base")
        middle = self.height() / 2
        lead = self.placed(x, middle - now.px(26), width, now.px(28))
        step = "stop_title" if stop else "banner_strong"
        draw_elided(painter, lead, content.lead, now.frame_fit(content.lead, step, width), color)
        text = self.placed(x, middle + now.px(2), width, now.px(21))
        font = now.frame_fit(content.text, "cell_strong" if stop else "body", width)
        draw_elided(painter, text, content.text, font, color)

    def _draw_right(self, painter: QPainter, content: BannerContent) -> float:
        """Draw what stands at the trailing end; returns where it begins."""
        now = look()
        x = float(self.width() - now.space("margin"))
        font, color = now.frame_font("cell_strong"), now.color(self._ink())
        self._key_spot = QRectF()
        if content.reference:
            width = text_width(content.reference, font) + 2
            x -= width
            spot = self.placed(x, 0, width, self.height())
            draw_text(painter, spot, content.reference, font, color, TRAILING)
            x -= now.space("gutter")
        if content.key_cap:
            x = self._draw_key(painter, content, x)
        for card in reversed(content.cards[:2]):
            x = self._draw_card(painter, card, x)
        return x

    def _draw_key(self, painter: QPainter, content: BannerContent, x: float) -> float:
        now, font = look(), look().frame_font("cell_strong")
        width = text_width(content.key_label, font) + 2
        label = self.placed(x - width, 0, width, self.height() - 1)
        draw_text(painter, label, content.key_label, font, now.color(self._ink()), TRAILING)
        cap, height = cap_width(content.key_cap), now.size("key")
        x -= width + now.px(15) + cap
        spot = self.placed(x, (self.height() - height) / 2, cap, height)
        draw_cap(painter, spot, content.key_cap, cap_colors("warn"))
        self._key_spot = spot.united(label)
        return x - now.px(18)

    def _draw_card(self, painter: QPainter, card: TrayCard, x: float) -> float:
        now = look()
        strong, plain = now.frame_font("small_strong"), now.frame_font("small")
        inner = text_width(card.name, plain) + now.px(10) + text_width(card.amount, strong)
        width = min(max(inner, text_width(card.number, strong)) + now.px(25), now.px(260))
        height = now.px(50)
        x -= width
        box = self.placed(x, (self.height() - height) / 2, width, height)
        draw_box(
            painter, box, fill=now.color("surface"), edge=now.color("warn_line"),
            radius=now.radius("card"),
        )  # fmt: skip
        pad = now.px(12)
        upper = QRectF(box.x() + pad, box.y() + now.px(6), box.width() - 2 * pad, now.px(19))
        lower = upper.translated(0, now.px(18))
        draw_elided(painter, upper, card.number, strong, now.color("ink"))
        room = text_width(card.amount, strong) + now.px(10)
        name = lower.adjusted(0, 0, -room, 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            name = lower.adjusted(room, 0, 0, 0)
        draw_elided(painter, name, card.name, plain, now.color("ink2"))
        draw_text(painter, lower, card.amount, strong, now.color("ink"), TRAILING)
        return x - now.px(14)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        content = self._content
        if content is not None and self._key_spot.contains(event.position()):
            self.pressed.emit(content.key_cap)
