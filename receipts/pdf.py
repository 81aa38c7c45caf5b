"""The same papers as PDF: a roll as long as the paper, or A4 and A5 sheets.

Texts are drawn as plain strings, never as markup; the same document gives the same
bytes (no date, no random id inside).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import Enum
from typing import Final

from PIL import Image
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from receipts.document import Document, Style
from receipts.layout import (
    RULE_WEIGHT,
    Block,
    Placed,
    PlacedCode,
    PlacedMark,
    PlacedRule,
    PlacedText,
    laid_out,
)
from receipts.pdf_text import STROKE, char_width, register_fonts, runs, write_run
from receipts.raster import BOLT, DASH, DASH_GAP, MARK_STROKE, logo_dots

DOT = mm / 8
ROLL_WIDTH = 80 * mm
COLUMN_DOTS = 576
_SHEET_MARGIN = 12 * mm
_SMALLEST_SCALE = 0.9
_FILL: Final = 0
_FILL_AND_STROKE: Final = 2

_TRACKING = {600: 0.004, 700: 0.014, 800: 0.014}


class Sheet(Enum):
    """What the PDF is for: width, height in points and the column's largest scale."""

    ROLL = (ROLL_WIDTH, 0.0, 1.0)
    A5 = (*A5, 1.25)
    A4 = (*A4, 1.5)


class PdfMetrics:
    """Text widths in the embedded fonts, in dots."""

    def width(self, text: str, style: Style) -> float:
        """Dots that `text` takes."""
        return sum(_advance(char, style) for char in text)


def pdf_bytes(document: Document, sheet: Sheet = Sheet.ROLL) -> bytes:
    """The document as a PDF file; sheets break between elements."""
    register_fonts()
    blocks = laid_out(document, COLUMN_DOTS, PdfMetrics())
    buffer = io.BytesIO()
    page_size = _page_size(blocks, sheet)
    canvas = Canvas(buffer, pagesize=page_size, invariant=1)
    canvas.setTitle(document.name)
    scale = _scale(blocks, sheet)
    for page in _pages(blocks, sheet, scale):
        _Page(canvas, sheet, page_size[1], scale).draw(page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page_size(blocks: tuple[Block, ...], sheet: Sheet) -> tuple[float, float]:
    width, height, _ = sheet.value
    return width, height or sum(block.height for block in blocks) * DOT


def _scale(blocks: tuple[Block, ...], sheet: Sheet) -> float:
    """The largest scale that keeps the paper on one page, or the sheet's own."""
    _, height, largest = sheet.value
    if not height:
        return largest
    fitting = (height - 2 * _SHEET_MARGIN) / (sum(block.height for block in blocks) * DOT)
    return min(fitting, largest) if fitting >= _SMALLEST_SCALE else largest


def _pages(blocks: tuple[Block, ...], sheet: Sheet, scale: float) -> Iterator[list[Block]]:
    _, height, _ = sheet.value
    if not height:
        yield list(blocks)
        return
    room = (height - 2 * _SHEET_MARGIN) / (DOT * scale)
    page: list[Block] = []
    used = 0.0
    for block in blocks:
        if page and used + block.height > room + 0.01:
            yield page
            page, used = [], 0.0
        page.append(block)
        used += block.height
    yield page


class _Page:
    """Draws blocks onto the current page of a canvas, in dots from its upper left."""

    def __init__(self, canvas: Canvas, sheet: Sheet, page_height: float, scale: float) -> None:
        width, height, _ = sheet.value
        self._canvas = canvas
        left = (width - COLUMN_DOTS * DOT * scale) / 2
        top = page_height - (_SHEET_MARGIN if height else 0)
        canvas.translate(left, top)
        canvas.scale(DOT * scale, DOT * scale)

    def draw(self, blocks: list[Block]) -> None:
        top = 0.0
        for block in blocks:
            for shape in block.shapes:
                self._shape(shape, top)
            top += block.height

    def _shape(self, shape: Placed, top: float) -> None:
        match shape:
            case PlacedText():
                self._text(shape, top)
            case PlacedRule():
                self._rule(shape, top)
            case PlacedCode():
                self._code(shape, top)
            case PlacedMark():
                self._mark(shape, top)

    def _text(self, shape: PlacedText, top: float) -> None:
        canvas, style = self._canvas, shape.style
        canvas.setLineWidth(STROKE.get(style.weight, 0) * style.size)
        text = canvas.beginText()
        text.setTextRenderMode(_FILL_AND_STROKE if style.weight in STROKE else _FILL)
        x = shape.x
        for run in runs(shape.text):
            _write_run(text, run, x, -(top + shape.y), style)
            x += sum(_advance(char, style) for char in run)
        canvas.drawText(text)

    def _rule(self, shape: PlacedRule, top: float) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineWidth(2 if shape.dashed else RULE_WEIGHT)
        if shape.dashed:
            canvas.setDash(DASH, DASH_GAP)
        y = -(top + shape.y + RULE_WEIGHT / 2)
        canvas.line(shape.x, y, shape.x + shape.width, y)
        canvas.restoreState()

    def _code(self, shape: PlacedCode, top: float) -> None:
        path = self._canvas.beginPath()
        for row, dark in enumerate(shape.rows):
            y = -(top + shape.y + (row + 1) * shape.module)
            for start, length in _dark_runs(dark):
                x = shape.x + start * shape.module
                path.rect(x, y, length * shape.module, shape.module)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _mark(self, shape: PlacedMark, top: float) -> None:
        box = (round(shape.width) * 4, round(shape.height) * 4)
        dots = logo_dots(shape.logo, box) if shape.logo else None
        if dots is None:
            self._built_in_mark(shape, top)
            return
        size = (dots.width / 4, dots.height / 4)
        x = shape.x + (shape.width - size[0]) / 2
        y = -(top + shape.y + (shape.height + size[1]) / 2)
        picture = dots.convert("L").point([255 - level for level in range(256)])
        self._canvas.drawImage(ImageReader(_as_png(picture)), x, y, *size)

    def _built_in_mark(self, shape: PlacedMark, top: float) -> None:
        canvas, side = self._canvas, shape.height
        left, upper = shape.x + (shape.width - side) / 2, -(top + shape.y)
        stroke = side * MARK_STROKE
        canvas.setLineWidth(stroke)
        canvas.circle(left + side / 2, upper - side / 2, (side - stroke) / 2, stroke=1, fill=0)
        path = canvas.beginPath()
        first, *others = ((left + x * side, upper - y * side) for x, y in BOLT)
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


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
