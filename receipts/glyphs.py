"""The letters of the thermal printer: how wide a text is, and the dots of each of its glyphs.

Every glyph is drawn once per style and quarter of a dot. Plain runs are one glyph a
character; the letters of other scripts come shaped from `shaping`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add

from PIL import Image, ImageDraw, ImageFont

from receipts.document import Style
from receipts.shaping import Run, font_of, runs, shaped
from receipts.typefaces import FAMILIES, KERNING, UNKNOWN_GLYPH, FaceFile, font_file

PHASES = 4
"""A glyph begins at a whole dot or at one of its quarters."""
MOST_CHARACTERS = 256
"""Of a style that are kept; more come only from names that somebody made up."""
_KERNED = re.compile("|".join(map(re.escape, KERNING)))
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


def _stamp(dots: Image.Image, left: int, above: int) -> Stamp:
    return Stamp(dots, left, above, *dots.size)


@lru_cache(maxsize=2048)
def text_width(text: str, style: Style) -> float:
    """Dots that `text` takes, kerning included."""
    return sum(run_width(run, style) for run in runs(text))


def black(grey: Image.Image) -> Image.Image:
    """Ink or paper, without shades between."""
    return grey.point(_LEVELS).convert("1", dither=Image.Dither.NONE)


@lru_cache(maxsize=4096)
def run_width(run: Run, style: Style) -> float:
    """Dots that a run takes."""
    if run.face is not None:
        return shaped(run, style.weight).width * style.size
    advances = list(map(_advances(style.size, style.weight).__getitem__, run.text))
    return sum(advances) + sum(_kerns(run.text, style.size))


def plain_quarters(text: str, style: Style, x: float) -> list[int]:
    """Where the pen stands before each character of a plain run that begins at `x`.

    In quarters of a dot.
    """
    steps = list(map(_advances(style.size, style.weight).__getitem__, text))
    if kerns := _kerns(text, style.size):
        both = [step for pair in zip(kerns, steps, strict=True) for step in pair]
        pens = list(accumulate(both, initial=x))[1::2]
    else:
        pens = list(accumulate(steps[:-1], initial=x))
    return [round(pen * PHASES) for pen in pens]


def shaped_stamps(
    run: Run, face: FaceFile, style: Style, x: float, baseline: int
) -> Iterator[tuple[Stamp, int, int]]:
    """The glyphs of a run of `face` that begins at `x`, each with its column and its row."""
    for glyph in shaped(run, style.weight).glyphs:
        quarters = round((x + glyph.x * style.size) * PHASES)
        stamp = _shape(face, glyph.number, style.size, style.weight, quarters % PHASES)
        if stamp is not None:
            y = baseline + stamp.above - round(glyph.y * style.size)
            yield stamp, quarters // PHASES + stamp.left, y


class _Advances(dict[str, float]):
    """How far the pen goes after each character: a look-up a character, hundreds a paper."""

    def __init__(self, size: int, weight: int) -> None:
        super().__init__()
        self._size, self._weight = size, weight

    def __missing__(self, char: str) -> float:
        if len(self) >= MOST_CHARACTERS:
            self.clear()
        advance = self[char] = _advance(char, self._size, self._weight)
        return advance


@lru_cache(maxsize=64)
def _advances(size: int, weight: int) -> _Advances:
    return _Advances(size, weight)


def _kerns(text: str, size: int) -> list[float]:
    """What goes before each character; empty where no pair is kerned, as in most texts."""
    if _KERNED.search(text) is None:
        return []
    pairs = map(add, ("", *text), text)
    return [KERNING.get(pair, 0) * size / _EM for pair in pairs]


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
def plain_glyph(char: str, size: int, weight: int, phase: int) -> Stamp | None:
    """A plain character begun at a quarter of a dot; None for one without ink."""
    family, drawn_char = _family(char)
    spare = (_advance(char, size, weight) - _natural_advance(char, size, weight)) / 2
    # Drawn larger and reduced: at its own size the library would bend the outline to
    # the grid and with it the space between letters.
    em = size * _FINE
    start = em + spare * _FINE + phase * _FINE / PHASES
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
    raster.transform = (scale, 0, 0, scale, phase / PHASES, 0)
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
