"""The consumption of up to twelve periods as bars, the billed one black."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from cashier_app.domain.bill_papers import BillMonth, BillPaper
from receipts import texts
from receipts.document import Style
from receipts.pdf_pen import Pen, fitted, width

_VALUE = Style(21, 600, 26)
_MONTH = Style(20, 500, 26)
_GREY, _BLACK = 0.62, 0.08
_HATCH_GAP = 8


def draw_chart(
    canvas: Canvas, pen: Pen, paper: BillPaper, box: tuple[float, float, float, float]
) -> None:
    """Draw into `box`: left, top, across, down; a value over and a month under each bar."""
    left, top, across, down = box
    pitch = across / max(len(paper.months), 1)
    highest = max((month.kwh for month in paper.months), default=0) or 1
    bar = min(pitch * 0.74, 90)
    room = down - 62
    for at, month in enumerate(paper.months):
        height = float(room * float(month.kwh / highest))
        x = left + at * pitch + (pitch - bar) / 2
        y = top + 30 + room - height
        is_this = month.period_to == paper.period_to
        _draw_bar(canvas, pen, (x, y, bar, height), month, _BLACK if is_this else _GREY)
        value = f"{month.kwh.normalize():,f}"
        style = fitted(value, _VALUE, pitch - 4)
        _centred(pen, value, x + bar / 2, y - 8, style)
        name = texts.MONTHS[month.period_to.month - 1]
        _centred(pen, name, x + bar / 2, top + down - 4, _MONTH)
    pen.rule(left, top + 30 + room, across, 1.5, dashed=False)


def _draw_bar(
    canvas: Canvas, pen: Pen, box: tuple[float, float, float, float], month: BillMonth, grey: float
) -> None:
    x, y, across, down = box
    if not month.is_estimated:
        pen.box(x, y, across, down, grey)
        return
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, -(y + down), across, down)
    canvas.clipPath(path, stroke=1, fill=0)
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(2)
    at = -down
    while at < across:
        canvas.line(x + at, -(y + down), x + at + down, -y)
        at += _HATCH_GAP
    canvas.restoreState()


def _centred(pen: Pen, text: str, middle: float, y: float, style: Style) -> None:
    pen.text(text, middle - width(text, style) / 2, y, style)
