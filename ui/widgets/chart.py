"""Flat bars with the value on each; the one that is meant is ink, estimates are hatched."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QWidget

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
    """A bar a period; no axis but the line they stand on. Zero and negative values lie on it."""

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
        foot = now.px(26)
        floor = self.height() - foot
        head = now.px(20)
        pitch = self.width() / len(self._bars)
        top = max((bar.value for bar in self._bars), default=Decimal(0))
        for number, bar in enumerate(self._bars):
            share = float(bar.value / top) if top > 0 else 0.0
            height = max(0.0, share) * (floor - head)
            self._draw_bar(painter, bar, (number * pitch, pitch), (floor, height))
        painter.fillRect(QRectF(0, floor, self.width(), 1), now.color("line_strong"))

    def _draw_bar(
        self, painter: QPainter, bar: Bar, across: tuple[float, float], up: tuple[float, float]
    ) -> None:
        now = look()
        x, pitch = across
        floor, height = up
        width = min(pitch * 0.78, now.px(66))
        column = self.placed(x + (pitch - width) / 2, floor - height, width, height)
        self._fill(painter, column, bar)
        value = self.placed(x, floor - height - now.px(20), pitch, now.px(19))
        token = "ink" if bar.meant else "ink2"
        step = "status_strong" if bar.meant else "status"
        font = now.frame_fit(bar.shown, step, pitch + now.px(2))
        draw_text(painter, value, bar.shown, font, now.color(token), CENTER)
        label = self.placed(x, floor + now.px(4), pitch, now.px(20))
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
