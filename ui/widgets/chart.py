"""Flat bars with the value on each; the one that is meant is ink, estimates are hatched."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QWidget

from ui.spoken import Spoken
from ui.theme.look import look
from ui.widgets.drawn import CENTER, Drawn, draw_box, draw_text


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its label, its value, and the value as shown."""

    label: str
    value: Decimal
    shown: str
    meant: bool = False
    hatched: bool = False


class ConsumptionChart(Drawn):
    """A bar a period; no axis but the line they stand on, or hang from where they are negative."""

    spoken_as = Spoken.PICTURE

    def __init__(self, name: str = "consumption_chart", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._bars: tuple[Bar, ...] = ()

    def set_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show `bars`, oldest first."""
        self._bars = bars
        self.setAccessibleName(", ".join(f"{bar.label} {bar.shown}" for bar in bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(364), look().px(124))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(80))

    def draw(self, painter: QPainter) -> None:
        if not self._bars:
            return
        now = look()
        label, value = now.px(26), now.px(20)
        highest = max(Decimal(0), *(bar.value for bar in self._bars))
        lowest = min(Decimal(0), *(bar.value for bar in self._bars))
        room = self.height() - label - value - (value if lowest else 0)
        unit = room / float(highest - lowest) if highest > lowest else 0.0
        line = value + float(highest) * unit
        pitch = self.width() / len(self._bars)
        for number, bar in enumerate(self._bars):
            self._draw_bar(painter, bar, (number * pitch, pitch), (line, float(bar.value) * unit))
        painter.fillRect(QRectF(0, line, self.width(), 1), now.color("line_strong"))

    def _draw_bar(
        self, painter: QPainter, bar: Bar, across: tuple[float, float], up: tuple[float, float]
    ) -> None:
        now = look()
        x, pitch = across
        line, height = up
        width = min(pitch * 0.78, now.px(66))
        top = line - max(height, 0.0)
        self._fill(painter, self.placed(x + (pitch - width) / 2, top, width, abs(height)), bar)
        token = "ink" if bar.meant else "ink2"
        step = "status_strong" if bar.meant else "status"
        above = line - height - now.px(20) if height >= 0 else line - height + now.px(1)
        value = self.placed(x, above, pitch, now.px(19))
        font = now.frame_fit(bar.shown, step, pitch + now.px(2))
        draw_text(painter, value, bar.shown, font, now.color(token), CENTER)
        label = self.placed(x, self.height() - now.px(22), pitch, now.px(20))
        font = now.frame_fit(bar.label, step, pitch + now.px(2))
        draw_text(painter, label, bar.label, font, now.color(token), CENTER)

    def _fill(self, painter: QPainter, column: QRectF, bar: Bar) -> None:
        now = look()
        if column.height() <= 0:
            return
        if not bar.hatched:
            painter.fillRect(column, now.color("bar_hi" if bar.meant else "bar"))
            return
        brush = QBrush(now.color("bar_hi" if bar.meant else "bar"), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(column, brush)
        draw_box(painter, column, edge=now.color("bar"))
