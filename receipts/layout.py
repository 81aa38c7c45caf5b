"""Where each element stands: a document becomes placed shapes, in dots.

The same layout serves the thermal printer and the PDF; they differ only in how wide
a text is (`Metrics`) and in how the shapes are drawn. Shapes and blocks are named tuples because
what is kept drawn is found by them: a data class's hash is a call of Python each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple, Protocol

from receipts.document import (
    DETAIL_INDENT,
    NOTE,
    Align,
    Code,
    Document,
    Element,
    Mark,
    Pair,
    Rule,
    Space,
    Style,
    Text,
)
from receipts.qr import QUIET, module_dots, modules
from receipts.shaping import is_plain
from receipts.wrapping import Measure, balanced, elided_to, wrapped

MARGIN = 16
GAP = 16
NOTE_GAP = 11
MARK_SIZE = 92
RULE_WEIGHT = 4
SMALLEST = 12
TOP_SPACE = 20
BOTTOM_SPACE = 24
_RULE_HEIGHT = 20
_BASELINE = 0.36
"""Where the baseline stands: this part of the size below the middle of the line."""


_HIGH_SCRIPT = 1.28


class Metrics(Protocol):
    """How wide a text is on a device, in dots."""

    def width(self, text: str, style: Style) -> float: ...


class PlacedText(NamedTuple):
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    style: Style


class PlacedRule(NamedTuple):
    """A line across; `y` is its upper edge."""

    x: float
    y: float
    width: float
    dashed: bool


class PlacedCode(NamedTuple):
    """A QR code without its quiet zone."""

    x: float
    y: float
    module: int
    rows: tuple[bytes, ...]


class PlacedMark(NamedTuple):
    """A logo inside a box of `width` and `height`, centred."""

    x: float
    y: float
    width: float
    height: float
    logo: bytes | None


Placed = PlacedText | PlacedRule | PlacedCode | PlacedMark


class Block(NamedTuple):
    """One element placed: its shapes count from the block's own top."""

    height: float
    shapes: tuple[Placed, ...]


def laid_out(document: Document, width: int, metrics: Metrics) -> tuple[Block, ...]:
    """The document's blocks, top to bottom, for paper `width` dots wide."""
    top, bottom = Block(TOP_SPACE, ()), Block(BOTTOM_SPACE, ())
    blocks = (laid_out_element(element, width, metrics) for element in document.elements)
    return (top, *blocks, bottom)


def laid_out_element(element: Element, width: int, metrics: Metrics) -> Block:
    """One element for paper `width` dots wide."""
    match element:
        case Text():
            return _text_block(element, width, metrics)
        case Pair():
            return _pair_block(element, width, metrics)
        case Rule():
            return _rule_block(element, width)
        case Code():
            return _code_block(element, width)
        case Mark():
            return _mark_block(element, width)
        case Space():
            return Block(element.dots, ())


def _measure(metrics: Metrics, style: Style) -> Measure:
    return partial(_width, metrics, style)


def _width(metrics: Metrics, style: Style, text: str) -> float:
    return metrics.width(text, style)


def _roomy(style: Style, *texts: str) -> Style:
    """Letters that are stacked or reach far below their line need a higher one."""
    if all(is_plain(text) for text in texts):
        return style
    return Style(style.size, style.weight, round(style.leading * _HIGH_SCRIPT))


def _baseline(style: Style, line: int) -> float:
    return line * style.leading + style.leading / 2 + style.size * _BASELINE


def _text_block(element: Text, width: int, metrics: Metrics) -> Block:
    style = _roomy(element.style, element.text)
    room = width - 2 * MARGIN - element.indent
    if element.shrinks:
        style = _shrunk(element.text, style, room, metrics)
    measure = _measure(metrics, style)
    centred = element.align is Align.CENTRE
    lines = (balanced if centred else wrapped)(element.text, room, measure, element.max_lines)
    shapes = []
    for number, line in enumerate(lines):
        spare = room - measure(line) if centred else 0
        x = MARGIN + element.indent + spare / 2
        shapes.append(PlacedText(x, _baseline(style, number), line, style))
    return Block(style.leading * len(lines), tuple(shapes))


def _pair_block(element: Pair, width: int, metrics: Metrics) -> Block:
    style = _roomy(element.style, element.left, element.right)
    if style != element.style:
        element = replace(element, style=style)
    room = width - 2 * MARGIN
    right, right_style = _fitted_right(element, room, metrics)
    left_room = room - metrics.width(right, right_style) - GAP if right else room
    lefts, right_line = _placed_left(element, left_room, room, _measure(metrics, element.style))
    right_x = width - MARGIN - metrics.width(right, right_style)
    placed_right = PlacedText(right_x, _baseline(element.style, right_line), right, right_style)
    shapes = (*_lefts(lefts, element.style), placed_right)
    lines = max(len(lefts), right_line + 1)
    block = Block(element.style.leading * lines, shapes)
    return _with_note(element, block, width, metrics) if element.note else block


def _placed_left(
    element: Pair, left_room: float, room: float, measure: Measure
) -> tuple[list[str], int]:
    """The label's lines, and on which line the right stands: beside the first, or below all."""
    if measure(element.left) <= left_room:
        return [element.left], 0
    crowded = left_room < room / 3 or element.right_yields
    if crowded:
        return [elided_to(element.left, room, measure)], 1
    beside = wrapped(element.left, left_room, measure, max_lines=2)
    if " ".join(beside) == element.left:
        return beside, 0
    # A word would be broken or lost: the whole line for the label, if that keeps it.
    above = wrapped(element.left, room, measure, max_lines=2)
    if " ".join(above) != element.left:
        return beside, 0
    fits_last = measure(above[-1]) <= left_room
    return above, len(above) - fits_last


def _lefts(lines: list[str], style: Style) -> Iterator[PlacedText]:
    for number, line in enumerate(lines):
        yield PlacedText(MARGIN, _baseline(style, number), line, style)


def _fitted_right(element: Pair, room: float, metrics: Metrics) -> tuple[str, Style]:
    style = element.style
    left_width = metrics.width(element.left, style)
    if element.right_yields:
        return elided_to(element.right, room, _measure(metrics, style)), style
    # An amount beside its label if it can be had at two thirds of its size, else alone.
    beside = _shrunk(element.right, style, room - left_width - GAP, metrics)
    if beside.size * 3 >= style.size * 2:
        return element.right, beside
    return element.right, _shrunk(element.right, style, room, metrics)


def _shrunk(text: str, style: Style, room: float, metrics: Metrics) -> Style:
    while metrics.width(text, style) > room and style.size > SMALLEST:
        style = style.at(style.size - 2)
    return style


def _with_note(element: Pair, block: Block, width: int, metrics: Metrics) -> Block:
    """The note beside the label if there is room before the right, else on its own line."""
    style = element.style
    x = MARGIN + metrics.width(element.left, style) + NOTE_GAP
    end = x + metrics.width(element.note, NOTE) + GAP
    one_line = block.height == style.leading
    if one_line and end <= width - MARGIN - metrics.width(element.right, style):
        beside = PlacedText(x, _baseline(style, 0), element.note, NOTE)
        return Block(block.height, (*block.shapes, beside))
    room = width - 2 * MARGIN - DETAIL_INDENT
    words = elided_to(element.note, room, _measure(metrics, NOTE))
    style = _roomy(NOTE, words)
    y = block.height + _baseline(style, 0)
    below = PlacedText(MARGIN + DETAIL_INDENT, y, words, style)
    return Block(block.height + style.leading, (*block.shapes, below))


def _rule_block(element: Rule, width: int) -> Block:
    y = (_RULE_HEIGHT - RULE_WEIGHT) / 2
    rule = PlacedRule(MARGIN - 2, y, width - 2 * MARGIN + 4, element.dashed)
    return Block(_RULE_HEIGHT, (rule,))


def _code_block(element: Code, width: int) -> Block:
    rows = modules(element.text)
    dots = module_dots(len(rows), width)
    x = (width - dots * len(rows)) // 2
    height = dots * (len(rows) + 2 * QUIET)
    return Block(height, (PlacedCode(x, dots * QUIET, dots, rows),))


def _mark_block(element: Mark, width: int) -> Block:
    logo_width = width * 3 / 5 if element.logo else MARK_SIZE
    x = (width - logo_width) / 2
    mark = PlacedMark(x, 4, logo_width, MARK_SIZE, element.logo)
    return Block(MARK_SIZE + 12, (mark,))
