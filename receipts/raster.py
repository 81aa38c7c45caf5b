"""A document drawn in black dots, as the thermal printer will put them on paper.

Every glyph is drawn once per style and quarter of a dot and then pasted, so that
a receipt takes a few milliseconds. Plain runs are one glyph a character; the letters
of other scripts come shaped from `shaping`.
"""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

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
from receipts.shaping import Run, font_of, runs, shaped
from receipts.typefaces import FAMILIES, KERNING, UNKNOWN_GLYPH, FaceFile, font_file

INK = 1
PAPER = 0
DASH, DASH_GAP = 9, 6
_PHASES = 4
_FINE = 4
_THRESHOLD = 112
_EM = 1000
_SMALLEST_CUT, _LARGEST_CUT = 14, 32
_LARGEST_LOGO = 4_000_000
_NOT_A_CHARACTER = "\U0010fffe"

BOLT = ((0.575, 0.16), (0.275, 0.56), (0.47, 0.56), (0.425, 0.84), (0.725, 0.44), (0.53, 0.44))
"""The lightning of the built-in mark, in parts of its box."""
MARK_STROKE = 0.05


class RasterMetrics:
    """Text widths on the thermal printer."""

    def width(self, text: str, style: Style) -> float:
        """Dots that `text` takes, kerning included."""
        return sum(_run_width(run, style) for run in runs(text))


def _run_width(run: Run, style: Style) -> float:
    if run.face is not None:
        return shaped(run, style.weight).width * style.size
    total = sum(_advance(char, style.size, style.weight) for char in run.text)
    return total + sum(_kern(pair, style.size) for pair in pairwise(run.text))


def drawn(document: Document, width: int) -> Image.Image:
    """The paper as a 1-bit image, 1 is ink."""
    return drawn_blocks(laid_out(document, width, RasterMetrics()), width)


def drawn_blocks(blocks: tuple[Block, ...], width: int) -> Image.Image:
    """Placed blocks as a 1-bit image, 1 is ink."""
    height = round(sum(block.height for block in blocks))
    image = Image.new("1", (width, height), PAPER)
    y = 0.0
    for block in blocks:
        for shape in block.shapes:
            _draw(image, shape, y)
        y += block.height
    return image


def _draw(image: Image.Image, shape: Placed, top: float) -> None:
    match shape:
        case PlacedText():
            _draw_text(image, shape, top)
        case PlacedRule():
            _draw_rule(image, shape, top)
        case PlacedCode():
            _draw_code(image, shape, top)
        case PlacedMark():
            _draw_mark(image, shape, top)


def _draw_text(image: Image.Image, shape: PlacedText, top: float) -> None:
    x, baseline = shape.x, round(top + shape.y)
    for run in runs(shape.text):
        if run.face is None:
            _draw_plain(image, run.text, x, baseline, shape.style)
        else:
            _draw_shaped(image, run, x, baseline, shape.style)
        x += _run_width(run, shape.style)


def _draw_plain(image: Image.Image, text: str, x: float, baseline: int, style: Style) -> None:
    size, weight = style.size, style.weight
    before = ""
    for char in text:
        x += _kern((before, char), size)
        quarters = round(x * _PHASES)
        mask, left, above = _glyph(char, size, weight, quarters % _PHASES)
        image.paste(INK, (quarters // _PHASES + left, baseline + above), mask)
        x += _advance(char, size, weight)
        before = char


def _draw_shaped(image: Image.Image, run: Run, x: float, baseline: int, style: Style) -> None:
    if run.face is None:
        return
    for glyph in shaped(run, style.weight).glyphs:
        quarters = round((x + glyph.x * style.size) * _PHASES)
        made = _shape(run.face, glyph.number, style.size, style.weight, quarters % _PHASES)
        if made is None:
            continue
        mask, left, above = made
        y = baseline + above - round(glyph.y * style.size)
        image.paste(INK, (quarters // _PHASES + left, y), mask)


def _kern(pair: tuple[str, str], size: int) -> float:
    return KERNING.get(pair[0] + pair[1], 0) * size / _EM


def _draw_rule(image: Image.Image, shape: PlacedRule, top: float) -> None:
    pen = ImageDraw.Draw(image)
    y = round(top + shape.y)
    x, end = round(shape.x), round(shape.x + shape.width)
    if not shape.dashed:
        pen.rectangle((x, y, end - 1, y + RULE_WEIGHT - 1), fill=INK)
        return
    for start in range(x, end, DASH + DASH_GAP):
        pen.rectangle((start, y + 1, min(start + DASH, end) - 1, y + 2), fill=INK)


def _draw_code(image: Image.Image, shape: PlacedCode, top: float) -> None:
    side = len(shape.rows)
    flat = Image.frombytes("L", (side, side), b"".join(shape.rows))
    code = flat.point((PAPER, 255) + (255,) * 254).convert("1", dither=Image.Dither.NONE)
    big = code.resize((side * shape.module,) * 2, Image.Resampling.NEAREST)
    image.paste(big, (round(shape.x), round(top + shape.y)))


def _draw_mark(image: Image.Image, shape: PlacedMark, top: float) -> None:
    box = (round(shape.width), round(shape.height))
    mark = logo_dots(shape.logo, box) if shape.logo else None
    if mark is None:
        mark = _built_in_mark(box[1])
    x = round(shape.x + (shape.width - mark.width) / 2)
    y = round(top + shape.y + (shape.height - mark.height) / 2)
    image.paste(mark, (x, y))


@lru_cache(maxsize=4)
def logo_dots(png: bytes, box: tuple[int, int]) -> Image.Image | None:
    """The utility's logo as dots, or None if the bytes are no usable picture."""
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
            if opened.width * opened.height > _LARGEST_LOGO:
                return None
            colour = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return None
    white = Image.new("RGBA", colour.size, "white")
    grey = Image.alpha_composite(white, colour).convert("L")
    grey.thumbnail(box)
    return grey.point([255 - level for level in range(256)]).convert("1")


@lru_cache(maxsize=4)
def _built_in_mark(side: int) -> Image.Image:
    """A lightning in a circle."""
    scale = 4
    big = side * scale
    stroke = round(big * MARK_STROKE)
    image = Image.new("L", (big, big), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, big - 1, big - 1), outline=255, width=stroke)
    pen.polygon([(x * big, y * big) for x, y in BOLT], fill=255)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    return _dots(small)


def _dots(grey: Image.Image) -> Image.Image:
    levels = [255 if level >= _THRESHOLD else 0 for level in range(256)]
    return grey.point(levels).convert("1", dither=Image.Dither.NONE)


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
def _glyph(char: str, size: int, weight: int, phase: int) -> tuple[Image.Image, int, int]:
    """Dots of a glyph and where they stand from the pen, begun at a quarter of a dot."""
    family, drawn_char = _family(char)
    spare = (_advance(char, size, weight) - _natural_advance(char, size, weight)) / 2
    # Drawn larger and reduced: at its own size the library would bend the outline to
    # the grid and with it the space between letters.
    pad = size * _FINE
    grey = Image.new("L", (size * 4 * _FINE, size * 3 * _FINE), PAPER)
    start = pad + spare * _FINE + phase * _FINE / _PHASES
    font = _font(family, size * _FINE, weight, _cut(size))
    ImageDraw.Draw(grey).text((start, pad * 2), drawn_char, fill=255, font=font, anchor="ls")
    small = grey.reduce(_FINE)
    box = small.getbbox() or (size, size, size + 1, size + 1)
    return _dots(small.crop(box)), box[0] - size, box[1] - size * 2


@lru_cache(maxsize=4096)
def _shape(
    face: FaceFile, number: int, size: int, weight: int, phase: int
) -> tuple[Image.Image, int, int] | None:
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
    return _dots(grey), box.x_origin, -(box.y_origin + box.height)
