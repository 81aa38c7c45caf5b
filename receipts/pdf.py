"""The same papers as PDF: a roll as long as the paper, or A4 and A5 sheets.

Texts are drawn as plain strings, never as markup; the same document gives the same
bytes (no date, no random id inside).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import Enum

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

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
from receipts.pdf_pen import Pen, width

DOT = mm / 8
ROLL_WIDTH = 80 * mm
COLUMN_DOTS = 576
_SHEET_MARGIN = 12 * mm
_SMALLEST_SCALE = 0.9


class Sheet(Enum):
    """What the PDF is for: width, height in points and the column's largest scale."""

    ROLL = (ROLL_WIDTH, 0.0, 1.0)
    A5 = (*A5, 1.25)
    A4 = (*A4, 1.5)


class PdfMetrics:
    """Text widths in the embedded fonts, in dots."""

    def width(self, text: str, style: Style) -> float:
        """Dots that `text` takes."""
        return width(text, style)


def pdf_bytes(document: Document, sheet: Sheet = Sheet.ROLL) -> bytes:
    """The document as a PDF file; sheets break between elements."""
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
        across, height, _ = sheet.value
        self._pen = Pen(canvas)
        left = (across - COLUMN_DOTS * DOT * scale) / 2
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
        pen, y = self._pen, top + shape.y
        match shape:
            case PlacedText():
                pen.text(shape.text, shape.x, y, shape.style)
            case PlacedRule():
                weight = 2 if shape.dashed else RULE_WEIGHT
                pen.rule(
                    shape.x, y + RULE_WEIGHT / 2, shape.width, weight, dashed=shape.dashed
                )  # fmt: skip
            case PlacedCode():
                pen.code(shape.rows, shape.x, y, shape.module)
            case PlacedMark():
                pen.mark(shape.logo, shape.x, y, shape.width, shape.height)
