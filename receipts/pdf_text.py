"""Plain text in a PDF: each run in the first face that has its characters, never as markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from receipts.typefaces import FAMILIES, UNKNOWN_GLYPH, font_file

# Only the regular weight can be embedded from a variable font: heavier ones are the
# same outline with a stroke, in parts of the size.
STROKE = {600: 0.012, 700: 0.036, 800: 0.05}
_FILL: Final = 0
_FILL_AND_STROKE: Final = 2


def runs(text: str) -> Iterator[str]:
    """Parts of one font.

    Digits keep their natural widths here: set in columns they read as "1 259.50"
    when somebody copies the text.
    """
    run = ""
    for char in text:
        if run and face(char)[0] != face(run[-1])[0]:
            yield run
            run = ""
        run += char
    if run:
        yield run


def write_run(text: PDFTextObject, run: str, x: float, y: float, size: float) -> None:
    """One run of `runs` into an open text object."""
    family, _ = face(run[0])
    text.setFont(family, size)
    text.setTextOrigin(x, y)
    text.textOut("".join(face(char)[1] for char in run))


def draw_text(
    canvas: Canvas, text: str, x: float, y: float, size: float, weight: int = 400
) -> None:
    """A line of text at x, y (points, from the lower left)."""
    line = canvas.beginText()
    canvas.setLineWidth(STROKE.get(weight, 0) * size)
    # Always said: a page keeps the mode of the text before.
    line.setTextRenderMode(_FILL_AND_STROKE if weight in STROKE else _FILL)
    for run in runs(text):
        write_run(line, run, x, y, size)
        x += text_width(run, size)
    canvas.drawText(line)


def text_width(text: str, size: float) -> float:
    """Points that `text` takes."""
    return sum(char_width(char) for char in text) * size


@lru_cache(maxsize=4096)
def char_width(char: str) -> float:
    """In parts of the size."""
    family, drawn = face(char)
    width: float = _font(family).face.charWidths.get(ord(drawn), 0)
    return width / 1000


@lru_cache(maxsize=4096)
def face(char: str) -> tuple[str, str]:
    """The family that has a character, and what is drawn for it."""
    for family in FAMILIES:
        if ord(char) in _font(family).face.charToGlyph:
            return family, char
    return face(UNKNOWN_GLYPH)


@lru_cache(maxsize=len(FAMILIES))
def _font(family: str) -> TTFont:
    return TTFont(family, str(font_file(family)))


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Once before anything is drawn."""
    for family in FAMILIES:
        pdfmetrics.registerFont(_font(family))
