"""Text in a PDF: plain runs in the embedded faces, shaped ones as outlines; never as markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.pdfgen.textobject import PDFTextObject

from receipts.shaping import Run, font_of, runs, shaped
from receipts.typefaces import FAMILIES, UNKNOWN_GLYPH, face_files, font_file

# Only the regular weight can be embedded from a variable font: heavier ones are the
# same outline with a stroke, in parts of the size.
STROKE = {600: 0.012, 700: 0.036, 800: 0.05}
_FILL: Final = 0
_FILL_AND_STROKE: Final = 2
_UNSEEN: Final = 3
_BY_WINDING: Final = 1
"""Outlines overlap: what is inside twice is ink, too."""

_Point = tuple[float, float]


def write_line(
    canvas: Canvas, text: str, x: float, y: float, style: tuple[float, int], tracking: float = 0
) -> None:
    """`text` from `x` on, its baseline at `y`; `style` is size and weight, in the canvas' unit."""
    size, weight = style
    canvas.setLineWidth(STROKE.get(weight, 0) * size)
    open_text: PDFTextObject | None = None
    for run in runs(text):
        if run.face is not None:
            if open_text is not None:
                canvas.drawText(open_text)
                open_text = None
            _write_shaped(canvas, run, x, y, style)
        else:
            if open_text is None:
                open_text = canvas.beginText()
                # Always said: a page keeps the mode of the text before.
                open_text.setTextRenderMode(_FILL_AND_STROKE if weight in STROKE else _FILL)
            _write_plain(open_text, run.text, (x, y), size, tracking)
        x += _run_width(run, weight) * size + (tracking * len(run.text) if not run.face else 0)
    if open_text is not None:
        canvas.drawText(open_text)


def draw_text(
    canvas: Canvas, text: str, x: float, y: float, size: float, weight: int = 400
) -> None:
    """A line of text at x, y (points, from the lower left)."""
    write_line(canvas, text, x, y, (size, weight))


def text_width(text: str, size: float, weight: int = 400, tracking: float = 0) -> float:
    """Points that `text` takes; `tracking` is added after each plain character."""
    plain = sum(len(run.text) for run in runs(text) if run.face is None)
    return sum(_run_width(run, weight) for run in runs(text)) * size + tracking * plain


def _run_width(run: Run, weight: int) -> float:
    """In parts of the size."""
    if run.face is not None:
        return shaped(run, weight).width
    return sum(char_width(char) for char in run.text)


def _write_plain(
    text: PDFTextObject, words: str, at: tuple[float, float], size: float, tracking: float
) -> None:
    x, y = at
    for part in _parts(words):
        text.setCharSpace(tracking)
        text.setFont(face(part[0])[0], size)
        text.setTextOrigin(x, y)
        text.textOut("".join(face(char)[1] for char in part))
        x += sum(char_width(char) * size + tracking for char in part)


def _parts(text: str) -> Iterator[str]:
    """Parts of one font.

    Digits keep their natural widths here: set in columns they read as "1 259.50"
    when somebody copies the text.
    """
    part = ""
    for char in text:
        if part and face(char)[0] != face(part[-1])[0]:
            yield part
            part = ""
        part += char
    if part:
        yield part


def _write_shaped(canvas: Canvas, run: Run, x: float, y: float, style: tuple[float, int]) -> None:
    """The outlines, and under them the same letters unseen, so that the text can be copied."""
    size, weight = style
    width = shaped(run, weight).width
    if width:
        # A reader of the page turns letters to the left by itself, one after the other.
        parts = run.text[::-1] if run.is_leftward else (run.text,)
        step = width * size / len(parts)
        for number, part in enumerate(parts):
            _write_unseen(canvas, part, (x + number * step, y), size, width / len(parts))
    path = canvas.beginPath()
    font = font_of(run.face or face_files()[0], weight)
    scale = size / font.face.upem
    for glyph in shaped(run, weight).glyphs:
        pen = _PathPen(path, x + glyph.x * size, y + glyph.y * size, scale)
        font.draw_glyph_with_pen(glyph.number, pen)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=_BY_WINDING)


def _write_unseen(
    canvas: Canvas, words: str, at: tuple[float, float], size: float, width: float
) -> None:
    """What a reader copies or searches for; one unseen letter gives it its place."""
    unseen = canvas.beginText()
    unseen.setTextRenderMode(_UNSEEN)
    unseen.setCharSpace(0)
    unseen.setFont(FAMILIES[0], size)
    unseen.setHorizScale(100 * width / char_width("n"))
    unseen.setTextOrigin(*at)
    unseen.textOut("n")
    unseen.setHorizScale(100)
    actual = (b"\xfe\xff" + words.encode("utf-16-be")).hex().upper()
    canvas.addLiteral(f"/Span <</ActualText <{actual}>>> BDC")
    canvas.drawText(unseen)
    canvas.addLiteral("EMC")


class _PathPen:
    """Takes the outline of a glyph into a path; the method names are the font tools' own."""

    def __init__(self, path: PDFPathObject, x: float, y: float, scale: float) -> None:
        self._path, self._x, self._y, self._scale = path, x, y, scale
        self._at = (0.0, 0.0)

    def moveTo(self, point: _Point) -> None:  # noqa: N802
        self._at = point
        self._path.moveTo(*self._place(point))

    def lineTo(self, point: _Point) -> None:  # noqa: N802
        self._at = point
        self._path.lineTo(*self._place(point))

    def curveTo(self, first: _Point, second: _Point, point: _Point) -> None:  # noqa: N802
        self._at = point
        self._path.curveTo(*self._place(first), *self._place(second), *self._place(point))

    def qCurveTo(self, middle: _Point, point: _Point) -> None:  # noqa: N802
        """One quadratic curve, as the cubic that is the same."""
        start = self._at
        self.curveTo(_towards(start, middle), _towards(point, middle), point)

    def closePath(self) -> None:  # noqa: N802
        self._path.close()

    def _place(self, point: _Point) -> _Point:
        return self._x + point[0] * self._scale, self._y + point[1] * self._scale


def _towards(start: _Point, end: _Point) -> _Point:
    """Two thirds of the way."""
    return start[0] + (end[0] - start[0]) * 2 / 3, start[1] + (end[1] - start[1]) * 2 / 3


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
