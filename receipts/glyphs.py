"""The letters of the thermal printer: how wide a text is, and the dots of each of its glyphs.

Every glyph is drawn once per style and quarter of a dot. Plain runs are one glyph a
character; the letters of other scripts come shaped from `shaping`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from receipts.document import Style
from receipts.shaping import Run, font_of, runs, shaped
from receipts.typefaces import FAMILIES, KERNING, UNKNOWN_GLYPH, FaceFile, font_file

_PHASES = 4
_FINE = 4
_THRESHOLD = 112
_LEVELS = [255 if level >= _THRESHOLD else 0 for level in range(256)]
_EM = 1000
_SMALLEST_CUT, _LARGEST_CUT = 14, 32
_NOT_A_CHARACTER = "\U0010fffe"


@dataclass(frozen=True, slots=True, eq=False)
class Stamp:
    """Dots with ink, and where their corner stands from the pen. Each is made once."""

    dots: Image.Image
    left: int
    above: int
    width: int
    height: int


_Step = tuple[str, float, float]
"""A plain character, and how far the pen goes before and after it, in dots."""


def _stamp(dots: Image.Image, left: int, above: int) -> Stamp:
    return Stamp(dots, left, above, *dots.size)


@lru_cache(maxsize=2048)
def text_width(text: str, style: Style) -> float:
    """Dots that `text` takes, kerning included."""
    return sum(_run_width(run, style) for run in runs(text))


def stamps(text: str, style: Style, x: float, baseline: int) -> Iterator[tuple[Stamp, int, int]]:
    """The glyphs of a line that begins at `x`, each with its column and its row."""
    for run in runs(text):
        yield from (_plain if run.face is None else _shaped)(run, style, x, baseline)
        x += _run_width(run, style)


def black(grey: Image.Image) -> Image.Image:
    """Ink or paper, without shades between."""
    return grey.point(_LEVELS).convert("1", dither=Image.Dither.NONE)


@lru_cache(maxsize=4096)
def _run_width(run: Run, style: Style) -> float:
    if run.face is not None:
        return shaped(run, style.weight).width * style.size
    steps = _steps(run.text, style.size, style.weight)
    return sum([advance for _, _, advance in steps]) + sum([kern for _, kern, _ in steps])


@lru_cache(maxsize=1024)
def _steps(text: str, size: int, weight: int) -> tuple[_Step, ...]:
    return tuple([
        (char, KERNING.get(before + char, 0) * size / _EM, _advance(char, size, weight))
        for before, char in zip(("", *text), text, strict=False)
    ])  # fmt: skip


def _plain(run: Run, style: Style, x: float, baseline: int) -> Iterator[tuple[Stamp, int, int]]:
    size, weight = style.size, style.weight
    for char, kern, advance in _steps(run.text, size, weight):
        x += kern
        quarters = round(x * _PHASES)
        stamp = _glyph(char, size, weight, quarters % _PHASES)
        if stamp is not None:
            yield stamp, quarters // _PHASES + stamp.left, baseline + stamp.above
        x += advance


def _shaped(run: Run, style: Style, x: float, baseline: int) -> Iterator[tuple[Stamp, int, int]]:
    if run.face is None:
        return
    for glyph in shaped(run, style.weight).glyphs:
        quarters = round((x + glyph.x * style.size) * _PHASES)
        stamp = _shape(run.face, glyph.number, style.size, style.weight, quarters % _PHASES)
        if stamp is not None:
            y = baseline + stamp.above - round(glyph.y * style.size)
            yield stamp, quarters // _PHASES + stamp.left, y


@lru_cache(maxsize=256)
def _font(family: str, size: int, weight: int, cut: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_file(family)), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([cut, weight] if family == FAMILIES[0] else [weight, 100])
    return font


def _cut(size: int) -> int:
    # Inter's optical size axis: small type is set wider than large.
    return max(_SMALLEST_CUT, min(size, _LARGEST_CUT))


@lru_cache(maxsize=4096)
def _family(char: str) -> tuple[str, str]:
    """The family that has `char`, and what to draw (U+FFFD if none has)."""
    for family in FAMILIES:
        if char.isascii() or _has_glyph(family, char):
            return family, char
    for family in FAMILIES:
        if _has_glyph(family, UNKNOWN_GLYPH):
            return family, UNKNOWN_GLYPH
    return FAMILIES[0], "?"


def _has_glyph(family: str, char: str) -> bool:
    font = _font(family, 32, 400, _LARGEST_CUT)
    return bytes(font.getmask(char)) != bytes(font.getmask(_NOT_A_CHARACTER))


@lru_cache(maxsize=8192)
def _advance(char: str, size: int, weight: int) -> float:
    """Unrounded width; digits all have the width of 0, so that amounts stand in columns."""
    family, drawn_char = _family("0" if char in "123456789" else char)
    # Measured at a large size: at the real one the library rounds to whole dots.
    return _font(family, _EM, weight, _cut(size)).getlength(drawn_char) * size / _EM


def _natural_advance(char: str, size: int, weight: int) -> float:
    family, drawn_char = _family(char)
    return _font(family, _EM, weight, _cut(size)).getlength(drawn_char) * size / _EM


@lru_cache(maxsize=8192)
def _glyph(char: str, size: int, weight: int, phase: int) -> Stamp | None:
    """A plain character begun at a quarter of a dot; None for one without ink."""
    family, drawn_char = _family(char)
    spare = (_advance(char, size, weight) - _natural_advance(char, size, weight)) / 2
    # Drawn larger and reduced: at its own size the library would bend the outline to
    # the grid and with it the space between letters.
    em = size * _FINE
    start = em + spare * _FINE + phase * _FINE / _PHASES
    font = _font(family, em, weight, _cut(size))
    left, top, right, bottom = _around(font, drawn_char, start, em)
    grey = Image.new("L", (right - left, bottom - top))
    place = (start - left, em * 2 - top)
    ImageDraw.Draw(grey).text(place, drawn_char, fill=255, font=font, anchor="ls")
    small = grey.reduce(_FINE)
    box = small.getbbox()
    if box is None:
        return None
    x, y = box[0] + left // _FINE - size, box[1] + top // _FINE - size * 2
    return _stamp(black(small.crop(box)), x, y)


def _around(
    font: ImageFont.FreeTypeFont, char: str, start: float, em: int
) -> tuple[int, int, int, int]:
    """The corners of whole dots around a character on a sheet of 4 by 3 em, most of it empty."""
    left, top, right, bottom = font.getbbox(char, anchor="ls")
    return (
        max(0, int(start + left - 1) // _FINE * _FINE),
        max(0, int(em * 2 + top - 1) // _FINE * _FINE),
        min(em * 4, -(-int(start + right + 2) // _FINE) * _FINE),
        min(em * 3, -(-int(em * 2 + bottom + 1) // _FINE) * _FINE),
    )


@lru_cache(maxsize=4096)
def _shape(face: FaceFile, number: int, size: int, weight: int, phase: int) -> Stamp | None:
    """As `_glyph`, by the number of a glyph; None for one without ink."""
    import uharfbuzz as hb

    font = font_of(face, weight)
    scale = size / font.face.upem
    raster = hb.RasterDraw()
    raster.transform = (scale, 0, 0, scale, phase / _PHASES, 0)
    raster.draw_glyph(font, number)
    made = raster.render()
    box = made.extents
    if not box.width or not box.height:
        return None
    # Rows come from the bottom up.
    grey = Image.frombuffer(
        "L", (box.width, box.height), made.buffer, "raw", "L", box.stride, -1
    )  # fmt: skip
    return _stamp(black(grey), box.x_origin, -(box.y_origin + box.height))
