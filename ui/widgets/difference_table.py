"""Expected, counted, difference: one line for each kind of money, and what cash is made of."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.theme.icons import draw_icon
from ui.theme.look import look
from ui.widgets.drawn import TRAILING, Drawn, draw_elided, draw_text, text_width

_SHARES = (0.40, 0.22, 0.17, 0.21)


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A kind of money. `difference` stands behind a tick, or a triangle in the colour `off`."""

    icon: str
    label: str
    expected: str
    counted: str = ""
    difference: str = ""
    off: str = ""


class DifferenceTable(Drawn):
    """The table, and below it the sum that makes the expected cash."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._heads: tuple[str, str, str] = ("", "", "")
        self._lines: tuple[DifferenceLine, ...] = ()
        self._sum: tuple[tuple[str, str], ...] = ()
        self.apply_look()

    def set_content(
        self,
        heads: tuple[str, str, str],
        lines: tuple[DifferenceLine, ...],
        parts: tuple[tuple[str, str], ...],
    ) -> None:
        """Column heads, lines, and label and amount of each part; the last part is the sum."""
        self._heads, self._lines, self._sum = heads, lines, parts
        words = [f"{ln.label} {ln.expected} {ln.counted} {ln.difference}" for ln in lines]
        words += [f"{label} {amount}" for label, amount in parts]
        self.setAccessibleName(", ".join(words))
        self._on_look_changed()

    def apply_look(self) -> None:
        now = look()
        rows = len(self._lines) * now.body_size("table_row")
        parts = len(self._sum) * self._pitch()
        self.setFixedHeight(now.body_size("table_head") + rows + parts + now.space("gutter"))

    def draw(self, painter: QPainter) -> None:
        now = look()
        painter.setLayoutDirection(self.layoutDirection())
        head = now.body_size("table_head")
        font = now.font("small_strong")
        for column, text in enumerate(self._heads, start=1):
            spot = self._cell(column, 0, head - 2)
            draw_text(painter, spot, text, font, now.color("ink2"), TRAILING)
        painter.fillRect(QRectF(0, head - 1, self.width(), 1), now.color("line_strong"))
        y = float(head)
        for line in self._lines:
            self._draw_line(painter, line, y, now.body_size("table_row"))
            y += now.body_size("table_row")
        self._draw_parts(painter, y + now.space("gap"))

    def _pitch(self) -> int:
        return round(look().px(23) * look().type_factor)

    def _cell(self, column: int, y: float, height: float) -> QRectF:
        x = sum(_SHARES[:column]) * self.width()
        return self.placed(x, y, _SHARES[column] * self.width(), height)

    def _draw_line(self, painter: QPainter, line: DifferenceLine, y: float, height: int) -> None:
        now = look()
        side = now.size("icon")
        icon = self.placed(0, y + (height - side) / 2, side, side)
        draw_icon(painter, icon, line.icon, now.color("ink2"))
        x = side + now.space("gap")
        label = self.placed(x, y, _SHARES[0] * self.width() - x, height)
        draw_elided(painter, label, line.label, now.font("lead"), now.color("ink"))
        for column, text in ((1, line.expected), (2, line.counted)):
            spot = self._cell(column, y, height)
            draw_text(
                painter, spot, text, now.fit(text, "lead", spot.width()), now.color("ink"), TRAILING
            )
        self._draw_difference(painter, line, self._cell(3, y, height))
        painter.fillRect(QRectF(0, y + height - 1, self.width(), 1), now.color("line"))

    def _draw_difference(self, painter: QPainter, line: DifferenceLine, spot: QRectF) -> None:
        now = look()
        if not line.difference:
            return
        step, token = ("lead_strong", line.off) if line.off else ("lead", "ink")
        side = now.px(18)
        font = now.fit(line.difference, step, spot.width() - side - now.space("gap"))
        draw_text(painter, spot, line.difference, font, now.color(token), TRAILING)
        x = self.width() - text_width(line.difference, font) - side - now.space("small")
        sign = self.placed(x, spot.center().y() - side / 2, side, side)
        draw_icon(painter, sign, "triangle-alert" if line.off else "check", now.color(token))

    def _draw_parts(self, painter: QPainter, y: float) -> None:
        now, pitch = look(), self._pitch()
        for number, (label, amount) in enumerate(self._sum):
            last = number == len(self._sum) - 1
            font = now.font("body_strong" if last else "body")
            token = "ink" if last else "ink2"
            spot = self.placed(0, y, _SHARES[0] * self.width(), pitch)
            draw_elided(painter, spot, label, font, now.color(token))
            draw_text(painter, self._cell(1, y, pitch), amount, font, now.color("ink"), TRAILING)
            y += pitch
