"""A document in black dots, as the thermal printer will put them on paper.

The dots of a block are the bits of one large number, a row after the other: a glyph is put on
the paper by a shift and an "or", a tenth of the time that pasting pictures takes. Elements are
kept, because most of a receipt is the same as on the last one.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, UnidentifiedImageError

from cashier_app.domain.utility_settings import is_drawable
from receipts.document import Document, Element, Space, Style
from receipts.glyphs import (
    MOST_CHARACTERS,
    PHASES,
    Stamp,
    black,
    plain_glyph,
    plain_quarters,
    run_width,
    shaped_stamps,
    text_width,
)
from receipts.layout import (
    BOTTOM_SPACE,
    RULE_WEIGHT,
    TOP_SPACE,
    Block,
    Placed,
    PlacedCode,
    PlacedMark,
    PlacedRule,
    PlacedText,
    laid_out,
    laid_out_element,
)
from receipts.shaping import runs

INK = 1
PAPER = 0
DASH, DASH_GAP = 9, 6
_DASH_WEIGHT = 2

BOLT = ((0.575, 0.16), (0.275, 0.56), (0.47, 0.56), (0.425, 0.84), (0.725, 0.44), (0.53, 0.44))
"""The lightning of the built-in mark, in parts of its box."""
MARK_STROKE = 0.05


class RasterMetrics:
    """Text widths on the thermal printer."""

    def width(self, text: str, style: Style) -> float:
        """Dots that `text` takes, kerning included."""
        return text_width(text, style)


def drawn(document: Document, width: int) -> Image.Image:
    """The paper as a 1-bit image, 1 is ink."""
    rows = dots(document, width)
    return Image.frombytes("1", (width, len(rows) * 8 // width), rows)


def dots(document: Document, width: int) -> bytes:
    """The paper's rows, eight dots a byte, 1 is ink. `width` in dots, a multiple of 8."""
    strips = []
    for element in (Space(TOP_SPACE), *document.elements, Space(BOTTOM_SPACE)):
        strip = _strip(element, width)
        if strip is None:
            return _whole(laid_out(document, width, RasterMetrics()), width)
        strips.append(strip)
    return b"".join(strips)


def element_dots(element: Element, width: int) -> bytes:
    """The rows of one element by itself."""
    strip = _strip(element, width)
    if strip is None:
        return _whole((laid_out_element(element, width, RasterMetrics()),), width)
    return strip


def draw_letter(char: str, style: Style, width: int) -> None:
    """Have a plain character ready for papers of `width` dots, wherever it will stand."""
    for quarter in _letters(style.size, style.weight, width):
        quarter[char]


@lru_cache(maxsize=128)
def _strip(element: Element, width: int) -> bytes | None:
    """The rows of an element; None if its ink leaves them, or it ends within a row.

    Kept by the element itself: what is the same as on the last paper is not even laid out again.
    """
    block = laid_out_element(element, width, RasterMetrics())
    canvas = _Canvas(width, round(block.height))
    for shape in block.shapes:
        canvas.draw(shape, 0)
    return None if canvas.spills or canvas.height != block.height else canvas.rows()


def _whole(blocks: tuple[Block, ...], width: int) -> bytes:
    canvas = _Canvas(width, round(sum(block.height for block in blocks)))
    top = 0.0
    for block in blocks:
        for shape in block.shapes:
            canvas.draw(shape, top)
        top += block.height
    return canvas.rows()


class _Canvas:
    """Rows of dots; the last dot of the last row is the lowest bit."""

    def __init__(self, width: int, height: int) -> None:
        self.height = height
        self.spills = False
        """Ink stands above or below the canvas; it is cut off."""
        self._width = width
        self._bits = 0

    def rows(self) -> bytes:
        """Eight dots a byte."""
        return self._bits.to_bytes(self._width // 8 * self.height, "big")

    def draw(self, shape: Placed, top: float) -> None:
        """`shape` of a block that begins at row `top`."""
        match shape:
            case PlacedText():
                words = _words(shape, round(top + shape.y), self._width, self.height)
                self._bits |= words.bits
                self.spills |= words.spill
            case PlacedRule():
                self._draw_rule(shape, top)
            case PlacedCode():
                self._draw_code(shape, top)
            case PlacedMark():
                self._draw_mark(shape, top)

    def _put_image(self, image: Image.Image, x: int, y: int) -> None:
        self.spills |= y < 0 or y + image.height > self.height
        self._bits |= _on_canvas(image, x, y, self._width, self.height)

    def _put(self, bits: int, right: int, bottom: int) -> None:
        self._bits |= bits << (self._width * (self.height - bottom + 1) - right)

    def _draw_rule(self, shape: PlacedRule, top: float) -> None:
        y = round(top + shape.y)
        x, end = round(shape.x), round(shape.x + shape.width)
        if not shape.dashed:
            self._put_image(Image.new("1", (end - x, RULE_WEIGHT), INK), x, y)
            return
        for start in range(x, end, DASH + DASH_GAP):
            dash = min(DASH, end - start)
            self._put_image(Image.new("1", (dash, _DASH_WEIGHT), INK), start, y + 1)

    def _draw_code(self, shape: PlacedCode, top: float) -> None:
        side = len(shape.rows) * shape.module
        light, dark = b"0" * shape.module, b"1" * shape.module
        digits = b" ".join(shape.rows).replace(b"\0", light).replace(b"\1", dark)
        big = [_row(int(row, 2), self._width) * shape.module for row in digits.split(b" ")]
        y = round(top + shape.y)
        self._put(int.from_bytes(b"".join(big), "big"), round(shape.x) + side, y + side)

    def _draw_mark(self, shape: PlacedMark, top: float) -> None:
        box = (round(shape.width), round(shape.height))
        mark = logo_dots(shape.logo, box) if shape.logo else None
        if mark is None:
            mark = _built_in_mark(box[1])
        x = round(shape.x + (shape.width - mark.width) / 2)
        y = round(top + shape.y + (shape.height - mark.height) / 2)
        self._put_image(mark, x, y)


_PlacedStamp = tuple[Stamp, int, int]
"""A glyph with its column and its row."""


class _Words(NamedTuple):
    """A line of text on a canvas, and whether it stands above or below."""

    bits: int
    spill: bool


@lru_cache(maxsize=256)
def _words(shape: PlacedText, baseline: int, width: int, height: int) -> _Words:
    """Kept: beside a new amount stands the label of the last one."""
    x, style = shape.x, shape.style
    bits, beyond = 0, list[_PlacedStamp]()
    for run in runs(shape.text):
        if run.face is None:
            pens = plain_quarters(run.text, style, x)
            letters = _letters(style.size, style.weight, width)
            more, outside = _plain(run.text, pens, letters, (baseline, width, height))
            bits |= more
            beyond += outside
        else:
            beyond += shaped_stamps(run, run.face, style, x, baseline)
        x += run_width(run, style)
    rest = _placed(beyond, width, height)
    return _Words(bits | rest.bits, rest.spill)


def _plain(
    text: str, pens: list[int], letters: tuple[_Letters, ...], place: tuple[int, int, int]
) -> tuple[int, list[_PlacedStamp]]:
    """The dots of plain characters, and those that are not wholly on the canvas.

    `pens` are in quarters of a dot; `place` is baseline, width and height of the canvas.
    """
    baseline, width, height = place
    bits, beyond, room, end = 0, [], height - baseline, width * (height - baseline + 1)
    # Hundreds of characters a paper: nothing here is a call that need not be one.
    for char, pen in zip(text, pens, strict=True):
        letter = letters[pen & 3][char]
        if letter is None:
            continue
        x = pen >> 2
        dots, last, left, right, above, below, stamp = letter
        if x + left >= 0 and x + right <= width and above + baseline >= 0 and below <= room:
            bits |= dots << (end - last - x)
        else:
            beyond.append((stamp, x + left, baseline + above))
    return bits, beyond


def _placed(glyphs: Iterable[_PlacedStamp], width: int, height: int) -> _Words:
    """Any glyphs on a canvas, cut off at its edges."""
    end, bits, spill = width * (height + 1), 0, False
    for stamp, x, y in glyphs:
        right, bottom = x + stamp.width, y + stamp.height
        if x >= 0 and y >= 0 and right <= width and bottom <= height:
            bits |= _bits(stamp, width) << (end - width * bottom - right)
        else:
            spill |= y < 0 or bottom > height
            bits |= _on_canvas(stamp.dots, x, y, width, height)
    return _Words(bits, spill)


class _Letter(NamedTuple):
    """A plain character for paper of one width, measured from the pen and the baseline."""

    dots: int
    last: int
    """How far its last dot stands behind the pen's place on the baseline, row after row."""
    left: int
    right: int
    above: int
    below: int
    stamp: Stamp


class _Letters(dict[str, _Letter | None]):
    """Characters of a style that begin at one quarter of a dot, drawn with their first use."""

    def __init__(self, size: int, weight: int, width: int, quarter: int) -> None:
        super().__init__()
        self._style, self._width, self._quarter = (size, weight), width, quarter

    def __missing__(self, char: str) -> _Letter | None:
        if len(self) >= MOST_CHARACTERS:
            self.clear()
        stamp = plain_glyph(char, *self._style, self._quarter)
        letter = self[char] = None if stamp is None else self._made(stamp)
        return letter

    def _made(self, stamp: Stamp) -> _Letter:
        right, below = stamp.left + stamp.width, stamp.above + stamp.height
        dots, last = _bits_of(stamp.dots, self._width), self._width * below + right
        return _Letter(dots, last, stamp.left, right, stamp.above, below, stamp)


@lru_cache(maxsize=16)
def _letters(size: int, weight: int, width: int) -> tuple[_Letters, ...]:
    return tuple(_Letters(size, weight, width, quarter) for quarter in range(PHASES))


def _on_canvas(image: Image.Image, x: int, y: int, width: int, height: int) -> int:
    """The part of it that is on a canvas of this size."""
    right, bottom = min(x + image.width, width), min(y + image.height, height)
    left, top = max(x, 0), max(y, 0)
    if left >= right or top >= bottom:
        return 0
    part = image.crop((left - x, top - y, right - x, bottom - y))
    return _bits_of(part, width) << (width * (height - bottom + 1) - right)


@lru_cache(maxsize=2048)
def _bits(stamp: Stamp, width: int) -> int:
    return _bits_of(stamp.dots, width)


def _bits_of(image: Image.Image, width: int) -> int:
    """A picture's dots as they stand in rows of `width`."""
    data, row = image.tobytes(), (image.width + 7) // 8
    spare = row * 8 - image.width
    rows = (int.from_bytes(data[at : at + row], "big") for at in range(0, len(data), row))
    return int.from_bytes(b"".join(_row(dots >> spare, width) for dots in rows), "big")


def _row(dots: int, width: int) -> bytes:
    return dots.to_bytes(width // 8, "big")


@lru_cache(maxsize=4)
def logo_dots(png: bytes, box: tuple[int, int]) -> Image.Image | None:
    """The utility's logo as dots, or None if the bytes are no picture with ink in it."""
    if not is_drawable(png):
        return None
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
            colour = _eight_bits(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        return None
    white = Image.new("RGBA", colour.size, "white")
    grey = Image.alpha_composite(white, colour).convert("L")
    grey.thumbnail(box)
    ink = grey.point([255 - level for level in range(256)]).convert("1")
    # White on nothing was made for dark ground: paper would stay empty.
    return ink if ink.getbbox() else None


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits are cut off, not scaled, when they are converted."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda level: level / 257).convert("L")


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
    return black(small)
