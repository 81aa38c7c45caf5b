"""Draws texts, rules, codes and the utility's mark on a PDF page.

Coordinates run down from the origin that the caller has set, in whatever unit the canvas
is scaled to. Texts are plain strings, never markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from receipts.document import Style
from receipts.pdf_text import register_fonts, text_width, write_line
from receipts.raster import BOLT, DASH, DASH_GAP, MARK_STROKE, logo_dots
from receipts.wrapping import elided_to

_SMALLEST = 0.5

_TRACKING = {600: 0.004, 700: 0.014, 800: 0.014}


class Pen:
    """Draws on the current page of `canvas`."""

    def __init__(self, canvas: Canvas) -> None:
        register_fonts()
        self._canvas = canvas

    def text(self, text: str, x: float, y: float, style: Style) -> None:
        """`text` from `x` on, its baseline at `y`."""
        tracking = _TRACKING.get(style.weight, 0) * style.size
        write_line(self._canvas, text, x, -y, (style.size, style.weight), tracking)

    def text_right(self, text: str, right: float, y: float, style: Style) -> None:
        """`text` that ends at `right`."""
        self.text(text, right - width(text, style), y, style)

    def rule(self, x: float, y: float, length: float, weight: float, *, dashed: bool) -> None:
        """A line across, its middle at `y`."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineWidth(weight)
        if dashed:
            canvas.setDash(DASH, DASH_GAP)
        canvas.line(x, -y, x + length, -y)
        canvas.restoreState()

    def box(self, x: float, y: float, across: float, down: float, grey: float) -> None:
        """A filled rectangle with its upper left at `x`, `y`; `grey` 0 is black, 1 is white."""
        self._canvas.saveState()
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, -(y + down), across, down, stroke=0, fill=1)
        self._canvas.restoreState()

    def code(self, rows: tuple[bytes, ...], x: float, y: float, module: float) -> None:
        """The dark modules of a QR code as one path."""
        path = self._canvas.beginPath()
        for row, dark in enumerate(rows):
            for start, length in _dark_runs(dark):
                path.rect(
                    x + start * module, -(y + (row + 1) * module), length * module, module
                )  # fmt: skip
        self._canvas.drawPath(path, stroke=0, fill=1)

    def mark(self, logo: bytes | None, x: float, y: float, across: float, down: float) -> None:
        """The utility's logo (PNG) in the middle of a box, or the built-in mark."""
        dots = logo_dots(logo, (round(across) * 4, round(down) * 4)) if logo else None
        if dots is None:
            self._built_in_mark(x + (across - down) / 2, -y, down)
            return
        size = (dots.width / 4, dots.height / 4)
        left = x + (across - size[0]) / 2
        picture = dots.convert("L").point([255 - level for level in range(256)])
        self._canvas.drawImage(
            ImageReader(_as_png(picture)), left, -(y + (down + size[1]) / 2), *size
        )  # fmt: skip

    def _built_in_mark(self, left: float, upper: float, side: float) -> None:
        canvas, stroke = self._canvas, side * MARK_STROKE
        canvas.setLineWidth(stroke)
        canvas.circle(left + side / 2, upper - side / 2, (side - stroke) / 2, stroke=1, fill=0)
        path = canvas.beginPath()
        first, *others = ((left + x * side, upper - y * side) for x, y in BOLT)
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def width(text: str, style: Style) -> float:
    """What `text` takes in the embedded fonts, in the unit of the style's size."""
    tracking = _TRACKING.get(style.weight, 0) * style.size
    return text_width(text, style.size, style.weight, tracking)


def fitted(text: str, style: Style, room: float) -> Style:
    """The style at the largest size, down to half, at which an amount fits: it never elides."""
    needed = width(text, style)
    if needed <= room or needed == 0:
        return style
    return style.at(max(int(style.size * room / needed), round(style.size * _SMALLEST)))


def elided(text: str, style: Style, room: float) -> str:
    """A name that ends with an ellipsis where it does not fit."""
    return elided_to(text, room, partial(_width, style))


def _width(style: Style, text: str) -> float:
    return width(text, style)


def _as_png(image: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def _dark_runs(row: bytes) -> Iterator[tuple[int, int]]:
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end - start
        start = row.find(1, end)
