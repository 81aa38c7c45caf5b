"""Draws texts, rules, codes and the utility's mark on a PDF page.

Coordinates run down from the origin that the caller has set, in whatever unit the canvas
is scaled to. Texts are plain strings, never markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from receipts.document import Style
from receipts.pdf_text import STROKE, char_width, register_fonts, runs, write_run
from receipts.printable import ELLIPSIS
from receipts.raster import BOLT, DASH, DASH_GAP, MARK_STROKE, logo_dots

_FILL: Final = 0
_FILL_AND_STROKE: Final = 2
_SMALLEST = 0.5

_TRACKING = {600: 0.004, 700: 0.014, 800: 0.014}


class Pen:
    """Draws on the current page of `canvas`."""

    def __init__(self, canvas: Canvas) -> None:
        register_fonts()
        self._canvas = canvas

    def text(self, text: str, x: float, y: float, style: Style) -> None:
        """`text` from `x` on, its baseline at `y`."""
        canvas = self._canvas
        canvas.setLineWidth(STROKE.get(style.weight, 0) * style.size)
        drawn = canvas.beginText()
        drawn.setTextRenderMode(_FILL_AND_STROKE if style.weight in STROKE else _FILL)
        for run in runs(text):
            _write_run(drawn, run, x, -y, style)
            x += width(run, style)
        canvas.drawText(drawn)

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
    return sum(_advance(char, style) for char in text)


def fitted(text: str, style: Style, room: float) -> Style:
    """The style at the largest size, down to half, at which an amount fits: it never elides."""
    needed = width(text, style)
    if needed <= room or needed == 0:
        return style
    return style.at(max(int(style.size * room / needed), round(style.size * _SMALLEST)))


def elided(text: str, style: Style, room: float) -> str:
    """A name that ends with an ellipsis where it does not fit."""
    if width(text, style) <= room:
        return text
    room -= width(ELLIPSIS, style)
    used, kept = 0.0, 0
    for char in text:
        used += _advance(char, style)
        if used > room:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


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


def _write_run(text: PDFTextObject, run: str, x: float, y: float, style: Style) -> None:
    text.setCharSpace(_TRACKING.get(style.weight, 0) * style.size)
    write_run(text, run, x, y, style.size)


def _advance(char: str, style: Style) -> float:
    return (char_width(char) + _TRACKING.get(style.weight, 0)) * style.size
