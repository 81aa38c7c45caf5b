"""The header: whose account at the left, what is due at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from cashier_app.domain.money import Currency
from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_box, draw_elided, text_width

DOT = "   \u00b7   "


@dataclass(frozen=True, slots=True)
class HeaderContent:
    """What the header says. `amount` is text as shown, or "" for a dash.

    `muted` marks the state without an account; `done` puts a tick before the label.
    """

    icon: str = "person"
    name: str = ""
    facts: tuple[str, ...] = ()
    label: str = ""
    amount: str = ""
    unit: str = ""
    muted: bool = False
    done: bool = False

    def with_amount(self, label: str, amount: Decimal, currency: Currency) -> HeaderContent:
        """The same, with money in its corner."""
        return replace(
            self, label=label, amount=currency.show(amount), unit=currency.symbol, muted=False
        )


class Header(Drawn):
    """Icon, name and facts; one label and one amount in the corner, 420 wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("header", parent)
        self._content = HeaderContent()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.apply_look()

    def apply_look(self) -> None:
        self.setFixedHeight(look().size("header"))

    @property
    def content(self) -> HeaderContent:
        """What the header says now."""
        return self._content

    def set_content(self, content: HeaderContent) -> None:
        """Show `content`."""
        self._content = content
        amount = f"{content.label} {content.unit} {content.amount}".strip()
        self.setAccessibleName(f"{content.name}, {', '.join(content.facts)}. {amount}")
        self.update()

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.fillRect(self.rect(), now.color("head"))
        corner = self.placed(
            self.width() - now.size("corner"), 0, now.size("corner"), self.height()
        )
        painter.fillRect(corner, now.color("head_hi"))
        self._draw_who(painter)
        self._draw_due(painter, corner)

    def _draw_who(self, painter: QPainter) -> None:
        now, content = look(), self._content
        side = now.size("head_icon")
        box = self.placed(now.space("margin"), now.px(22), side, side)
        draw_box(painter, box, fill=now.color("head_hi"), radius=now.radius("icon"))
        inset = side * 0.25
        spot = box.adjusted(inset, inset, -inset, -inset)
        draw_icon(painter, spot, content.icon, now.color("head_ink"))
        x = now.space("margin") + side + now.px(18)
        width = self.width() - now.size("corner") - x - now.space("margin")
        name = self.placed(x, now.px(16), width, now.px(44))
        font = now.frame_fit(content.name, "name", width)
        color = now.color("head_muted" if content.muted else "head_ink")
        draw_elided(painter, name, content.name, font, color)
        facts = DOT.join(fact for fact in content.facts if fact)
        line = self.placed(x, now.px(58), width, now.px(24))
        draw_elided(
            painter, line, facts, now.frame_fit(facts, "facts", width), now.color("head_muted")
        )

    def _draw_due(self, painter: QPainter, corner: QRectF) -> None:
        now, content = look(), self._content
        margin = now.space("margin")
        label = QRectF(corner.x() + margin, now.px(10), corner.width() - 2 * margin, now.px(22))
        color = now.color("head_muted" if content.muted else "head_ink")
        font = now.frame_fit(content.label, "due_label", label.width() - now.px(24))
        draw_elided(painter, label, content.label, font, color, TRAILING)
        if content.done:
            side = now.px(16)
            x = self.width() - margin - text_width(content.label, font) - now.px(9) - side
            draw_icon(painter, self.placed(x, now.px(13), side, side), "check", color)
        if content.amount:
            self._draw_amount(painter, label)
        else:
            self._draw_dash(painter)

    def _draw_dash(self, painter: QPainter) -> None:
        now = look()
        width = now.px(26)
        x = self.width() - now.space("margin") - width
        painter.fillRect(self.placed(x, now.px(59), width, now.px(5)), now.color("head_muted"))

    def _draw_amount(self, painter: QPainter, room: QRectF) -> None:
        now, content = look(), self._content
        unit = now.frame_font("due_unit")
        unit_width = text_width(content.unit, unit) + now.px(12) if content.unit else 0.0
        font = now.frame_fit(content.amount, "due", room.width() - unit_width)
        y = round(now.px(58) + QFontMetricsF(font).capHeight() / 2)
        width = text_width(content.amount, font)
        x = self.width() - now.space("margin") - width
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(font)
        painter.setPen(now.color("head_ink"))
        painter.drawText(QPointF(self.placed(x, 0, width, 1).x(), y), content.amount)
        painter.setFont(unit)
        painter.setPen(now.color("head_muted"))
        spot = self.placed(x - unit_width, 0, unit_width - now.px(12), 1)
        painter.drawText(QPointF(spot.x(), y - now.px(10)), content.unit)
