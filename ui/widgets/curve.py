"""A curve of totals over a use; the use that is meant is marked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cashier_app.domain.tariffs.curve import Points, round_marks
from ui.models import words
from ui.spoken import Spoken
from ui.theme.look import look
from ui.widgets.drawn import CENTER, LEADING, TRAILING, Drawn, draw_text, text_width

_FOOT, _HEAD, _LEAD, _TRAIL = 26, 14, 76, 12


class CurveChart(Drawn):
    """The line is ink, the meant point stands on it with its total; marks are round numbers."""

    spoken_as = Spoken.PICTURE

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._points: Points = ()
        self._meant: tuple[Decimal, Decimal] | None = None
        self._show: Callable[[Decimal], str] = str
        self._unit = ""

    def set_curve(
        self,
        points: Points,
        meant: tuple[Decimal, Decimal],
        show: Callable[[Decimal], str],
        unit: str,
    ) -> None:
        """Show `points`, and `meant` among them; `show` writes a total."""
        self._points, self._meant, self._show, self._unit = points, meant, show, unit
        ends = (points[0], meant, points[-1])
        said = (f"{words.units(kwh)} {unit}: {show(total)}" for kwh, total in ends)
        self.setAccessibleName(", ".join(said))
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._points, self._meant = (), None
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(600), look().px(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(300), look().px(180))

    def draw(self, painter: QPainter) -> None:
        if not self._points or self._meant is None:
            return
        totals = [total for _, total in self._points] + [self._meant[1]]
        plot = _Plot(self, self._points[-1][0], min(Decimal(0), *totals), max(Decimal(1), *totals))
        self._draw_marks(painter, plot)
        line = QPolygonF([plot.at(kwh, total) for kwh, total in self._points])
        painter.setPen(QPen(look().color("ink"), look().px(3)))
        painter.drawPolyline(line)
        self._draw_meant(painter, plot, self._meant)

    def _draw_marks(self, painter: QPainter, plot: _Plot) -> None:
        now = look()
        font = now.font("status")
        height = now.px(20)
        for mark in round_marks(plot.low, plot.high):
            y = plot.at(Decimal(0), mark).y()
            color = "line_strong" if mark == 0 else "line"
            painter.fillRect(self.placed(plot.left, y, plot.width, 1), now.color(color))
            spot = self.placed(0, y - height / 2, plot.left - now.px(8), height)
            draw_text(painter, spot, words.units(mark), font, now.color("ink2"), TRAILING)
        for mark in round_marks(Decimal(0), plot.most):
            width = now.px(80)
            x = plot.left + plot.across(mark)
            spot = self.placed(x - width / 2, self.height() - height, width, height)
            text = f"{words.units(mark)} {self._unit}" if mark == 0 else words.units(mark)
            draw_text(painter, spot, text, font, now.color("ink2"), CENTER)

    def _draw_meant(self, painter: QPainter, plot: _Plot, meant: tuple[Decimal, Decimal]) -> None:
        now = look()
        at = plot.at(*meant)
        x = plot.left + plot.across(meant[0])
        down = self.placed(x, at.y(), 1, plot.floor - at.y())
        painter.fillRect(down, now.color("line_strong"))
        size = now.px(6)
        painter.setPen(QPen(now.color("surface"), now.px(2)))
        painter.setBrush(now.color("focus"))
        painter.drawEllipse(at, size, size)
        text = f"{words.units(meant[0])} {self._unit}: {self._show(meant[1])}"
        font = now.font("body_strong")
        width = text_width(text, font) + 2
        left = x - width - now.px(14)
        if left < plot.left:
            spot = self.placed(x + now.px(14), at.y() + now.px(6), width, now.px(22))
        else:
            spot = self.placed(left, at.y() - now.px(26), width, now.px(22))
        draw_text(painter, spot, text, font, now.color("ink"), LEADING)


class _Plot:
    """Where a use and a total lie in the chart."""

    def __init__(self, chart: CurveChart, most: Decimal, low: Decimal, high: Decimal) -> None:
        now = look()
        self._chart = chart
        self.most, self.low, self.high = most, low, high
        self.left = now.px(_LEAD)
        self.width = chart.width() - self.left - now.px(_TRAIL)
        self.floor = chart.height() - now.px(_FOOT)
        self._rise = self.floor - now.px(_HEAD)

    def across(self, kwh: Decimal) -> float:
        return float(kwh / (self.most or 1)) * self.width

    def at(self, kwh: Decimal, total: Decimal) -> QPointF:
        up = float((total - self.low) / (self.high - self.low)) * self._rise
        x = self.left + self.across(kwh)
        return self._chart.placed(x, self.floor - up, 0, 0).topLeft()
