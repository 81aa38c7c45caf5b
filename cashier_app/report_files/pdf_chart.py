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
_VALUE_HEIGHT = 10.0
_THINNEST = 0.6
"""What is zero is drawn as a hairline."""
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
    """Draw the bars below `top`, negative ones below their line; the largest is ink."""
    pitch = width / len(bars)
    thick = min(pitch * 0.72, 46)
    above, below = (_reach(bars, sign) for sign in (1, -1))
    # Under a negative bar stands its value, under that line all labels.
    room = _BARS_HEIGHT - (_VALUE_HEIGHT if below else 0)
    unit = room / ((above + below) or 1)
    line = top - 16 - above * unit
    foot = line - below * unit - (_VALUE_HEIGHT if below else 0)
    for at, bar in enumerate(bars):
        x = left + pitch * at + (pitch - thick) / 2
        height = max(abs(bar.size) * unit, _THINNEST)
        end = line - height if bar.size < 0 else line
        canvas.setFillGray(_INK if abs(bar.size) == 1 else _GREY)
        canvas.rect(x, end, thick, height, stroke=0, fill=1)
        canvas.setFillGray(0)
        value = end - _VALUE_HEIGHT if bar.size < 0 else line + height + 3
        _centred(canvas, bar.text, x + thick / 2, value, pitch)
        _centred(canvas, bar.label, x + thick / 2, foot - 10, pitch)
    if below:
        canvas.setLineWidth(0.4)
        canvas.line(left, line, left + width, line)


def _reach(bars: Sequence[ChartBar], sign: int) -> float:
    """How far the bars of one sign go, in parts of the largest."""
    return max(0.0, *(bar.size * sign for bar in bars))


def _centred(canvas: Canvas, text: str, x: float, y: float, width: float) -> None:
    size = 7.0
    if text_width(text, size) > width - 2:
        # A bar's number is in the table, too; half of one would mislead.
        text = elided(text, max(int(len(text) * (width - 2) / text_width(text, size)), 1))
    draw_text(canvas, text, x - text_width(text, size) / 2, y, size)
