"""Where each element stands: a document becomes placed shapes, in dots.

The same layout serves the thermal printer and the PDF; they differ only in how wide
a text is (`Metrics`) and in how the shapes are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from receipts.document import (
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


class Metrics(Protocol):
    """How wide a text is on a device, in dots."""

    def width(self, text: str, style: Style) -> float: ...


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A line across; `y` is its upper edge."""

    x: float
    y: float
    width: float
    dashed: bool


@dataclass(frozen=True, slots=True)
class PlacedCode:
    """A QR code without its quiet zone."""

    x: float
    y: float
    module: int
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A logo inside a box of `width` and `height`, centred."""

    x: float
    y: float
    width: float
    height: float
    logo: bytes | None


Placed = PlacedText | PlacedRule | PlacedCode | PlacedMark


@dataclass(frozen=True, slots=True)
class Block:
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


def _baseline(style: Style, line: int) -> float:
    return line * style.leading + style.leading / 2 + style.size * _BASELINE


def _text_block(element: Text, width: int, metrics: Metrics) -> Block:
    style = element.style
    room = width - 2 * MARGIN - element.indent
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
    style = element.style
    room = width - 2 * MARGIN
    measure = _measure(metrics, style)
    right, right_style = _fitted_right(element, room, metrics)
    right_width = metrics.width(right, right_style)
    left_room = room - right_width - GAP if right else room
    crowded = left_room < room / 3 or element.right_yields
    if measure(element.left) > left_room and crowded:
        return _stacked_pair(element, right, right_style, room, metrics)
    lines = wrapped(element.left, left_room, measure, max_lines=2)
    shapes = [_left(lines[n], _baseline(style, n), style) for n in range(len(lines))]
    shapes.append(_right(right, width, right_width, _baseline(style, 0), right_style))
    height = style.leading * len(lines)
    note_x = measure(lines[0]) + NOTE_GAP
    return _with_note(element, Block(height, tuple(shapes)), note_x, left_room, metrics)


def _left(text: str, y: float, style: Style) -> PlacedText:
    return PlacedText(MARGIN, y, text, style)


def _right(text: str, width: int, text_width: float, y: float, style: Style) -> PlacedText:
    return PlacedText(width - MARGIN - text_width, y, text, style)


def _stacked_pair(
    element: Pair, right: str, right_style: Style, room: float, metrics: Metrics
) -> Block:
    """Left above, amount below: for amounts that take nearly the whole line."""
    style = element.style
    left = elided_to(element.left, room, _measure(metrics, style))
    x = MARGIN + room - metrics.width(right, right_style)
    shapes = (
        _left(left, _baseline(style, 0), style),
        PlacedText(x, _baseline(style, 1), right, right_style),
    )
    return Block(style.leading * 2, shapes)


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


def _with_note(
    element: Pair, block: Block, note_x: float, left_room: float, metrics: Metrics
) -> Block:
    """The note beside the label where there is room, else on a line of its own."""
    if not element.note:
        return block
    note = NOTE
    y = _baseline(element.style, 0)
    one_line = block.height == element.style.leading
    if one_line and note_x + metrics.width(element.note, note) <= left_room:
        placed = PlacedText(MARGIN + note_x, y, element.note, note)
        return Block(block.height, (*block.shapes, placed))
    below = PlacedText(MARGIN, block.height + _baseline(note, 0), element.note, note)
    return Block(block.height + note.leading, (*block.shapes, below))


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
