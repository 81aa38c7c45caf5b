"""Flat bars with the value on each, as on the screen; no axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from cashier_app.domain.reports import Report
from cashier_app.report_files.cells import shown
from receipts.pdf_text import draw_text, text_width
from receipts.printable import elided, printable

CHART_HEIGHT = 132.0
_BARS_HEIGHT = 84.0
_MOST = 31
"""More bars than days in a month say nothing any more."""
_GREY, _INK = 0.62, 0.1


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar; `size` is from -1 to 1, of the largest."""

    label: str
    text: str
    size: float


def chart_bars(report: Report) -> tuple[ChartBar, ...]:
    """The bars of a report; none when it has no chart or nothing to compare."""
    chart = report.kind.chart
    if chart is None or not 2 <= len(report.rows) <= _MOST:
        return ()
    label_at, value_at = report.index(chart.label), report.index(chart.value)
    columns = report.kind.columns
    values = [_number(row[value_at]) for row in report.rows]
    largest = max(abs(value) for value in values) or Decimal(1)
    return tuple(
        ChartBar(
            printable(shown(columns[label_at], row[label_at], report.books)),
            shown(columns[value_at], row[value_at], report.books),
            float(value / largest),
        )
        for row, value in zip(report.rows, values, strict=True)
    )


def _number(cell: object) -> Decimal:
    return Decimal(cell) if isinstance(cell, int | Decimal) else Decimal(0)


def draw_chart(
    canvas: Canvas, bars: Sequence[ChartBar], left: float, top: float, width: float
) -> None:
    """Draw the bars below `top`; the largest is ink, the others grey."""
    pitch = width / len(bars)
    thick = min(pitch * 0.72, 46)
    floor = top - 16 - _BARS_HEIGHT
    for at, bar in enumerate(bars):
        x = left + pitch * at + (pitch - thick) / 2
        height = max(abs(bar.size) * _BARS_HEIGHT, 0.6)
        canvas.setFillGray(_INK if abs(bar.size) == 1 else _GREY)
        canvas.rect(x, floor, thick, height, stroke=0, fill=1)
        canvas.setFillGray(0)
        _centred(canvas, bar.text, x + thick / 2, floor + height + 3, pitch)
        _centred(canvas, bar.label, x + thick / 2, floor - 10, pitch)


def _centred(canvas: Canvas, text: str, x: float, y: float, width: float) -> None:
    size = 7.0
    if text_width(text, size) > width - 2:
        # A bar's number is in the table, too; half of one would mislead.
        text = elided(text, max(int(len(text) * (width - 2) / text_width(text, size)), 1))
    draw_text(canvas, text, x - text_width(text, size) / 2, y, size)
