"""Lines of words and amounts: what makes up a bill, how a payment is being paid."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width
from ui.widgets.keys import cap_colors, cap_width, draw_cap


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A label (with a second line and an icon if need be) and its amount as shown.

    `weight` is "plain", "row", "total", "strong" or "sum"; `rule` is what is drawn below: "",
    "line" or "line_strong". `key_cap` stands before the amount: the key that takes the line away.
    """

    label: str
    amount: str = ""
    detail: str = ""
    icon: str = ""
    key_cap: str = ""
    weight: str = "plain"
    rule: str = ""
    tone: str = "ink"


_STEPS = {
    "plain": ("body", "body_strong", 25),
    "row": ("row_plain", "row_plain", 44),
    "strong": ("lead", "lead_strong", 44),
    "total": ("body_strong", "body_strong", 30),
    "sum": ("lead_strong", "sum", 36),
}


class Ledger(Drawn):
    """Lines one under the other; amounts trailing, never cut."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._lines: tuple[LedgerLine, ...] = ()

    @property
    def lines(self) -> tuple[LedgerLine, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: tuple[LedgerLine, ...]) -> None:
        """Show `lines`."""
        self._lines = lines
        words = (f"{line.label} {line.detail} {line.amount}" for line in lines)
        self.setAccessibleName(", ".join(" ".join(w.split()) for w in words))
        self._on_look_changed()

    def apply_look(self) -> None:
        self.setFixedHeight(sum(self._height(line) for line in self._lines))

    def draw(self, painter: QPainter) -> None:
        y = 0.0
        for line in self._lines:
            height = self._height(line)
            self._draw_line(painter, line, y, height)
            if line.rule:
                spot = self.placed(0, y + height - 1, self.width(), 1)
                painter.fillRect(spot.toRect(), look().color(line.rule))
            y += height

    def _height(self, line: LedgerLine) -> int:
        height = max(_STEPS[line.weight][2], 54 if line.detail else 0)
        return round(look().px(height) * look().type_factor)

    def _draw_line(self, painter: QPainter, line: LedgerLine, y: float, height: int) -> None:
        now = look()
        label_step, amount_step, _ = _STEPS[line.weight]
        amount_font = now.fit(line.amount, amount_step, self.width() * 0.7)
        amount_width = text_width(line.amount, amount_font)
        spot = self.placed(self.width() - amount_width, y, amount_width, height)
        draw_text(painter, spot, line.amount, amount_font, now.color(line.tone), TRAILING)
        right = self.width() - amount_width - now.space("gap")
        if line.key_cap:
            right = self._draw_cap(painter, line, right, y + height / 2)
        x = 0.0
        if line.icon:
            side = now.px(20)
            icon = self.placed(0, y + (height - side) / 2, side, side)
            draw_icon(painter, icon, line.icon, now.color("ink2"))
            x = now.px(32 if line.detail else 26)
        self._draw_words(painter, line, (x, y, right - x, height), label_step)

    def _draw_words(
        self, painter: QPainter, line: LedgerLine, at: tuple[float, float, float, float], step: str
    ) -> None:
        now = look()
        x, y, width, height = at
        if not line.detail:
            spot = self.placed(x, y, width, height)
            draw_elided(painter, spot, line.label, now.font(step), now.color(line.tone))
            return
        half = height / 2
        upper = self.placed(x, y + now.px(4), width, half)
        draw_elided(painter, upper, line.label, now.font(step), now.color(line.tone))
        lower = self.placed(x, y + half, width, half - now.px(4))
        draw_elided(painter, lower, line.detail, now.font("small"), now.color("ink2"))

    def _draw_cap(self, painter: QPainter, line: LedgerLine, right: float, middle: float) -> float:
        width, height = cap_width(line.key_cap, "key_small"), look().size("key_small")
        spot = self.placed(right - width, middle - height / 2, width, height)
        draw_cap(painter, spot, line.key_cap, cap_colors("strip"), "key_small")
        return right - width - look().space("gap")
