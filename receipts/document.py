"""What is printed, independent of the device: a frozen list of elements.

Sizes are dots at 8 dots a millimetre (203 dpi). A document knows no printer and no
page; `layout` places it, `raster`, `escpos` and `pdf` draw it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from receipts.printable import printable

_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NAME = 80


class Align(StrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTRE = "centre"


class Style(NamedTuple):
    """Size in dots, weight 500 to 800, and the line's height in dots."""

    size: int
    weight: int
    leading: int

    def at(self, size: int) -> Style:
        """The same style at another size; the line keeps its height."""
        return Style(size, self.weight, self.leading)


# Thin strokes break up on thermal paper: nothing below 22 dots or weight 600.
NOTE = Style(22, 600, 30)
BODY = Style(24, 600, 31)
ROW = Style(25, 600, 38)
HEAD = Style(30, 700, 40)
TITLE = Style(40, 700, 50)
TOTAL = Style(52, 800, 66)
WHOLE = 8
"""Lines that the longest reason, of 160 letters, has at 58 mm: it stands for ever, and whole."""
DETAIL_INDENT = 24
"""Of what explains the line above it, in dots."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The utility's logo (PNG), or the built-in mark."""

    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: wraps, and is elided after `max_lines`; a number `shrinks` before it does."""

    text: str
    style: Style = BODY
    align: Align = Align.LEFT
    indent: int = 0
    max_lines: int = 3
    shrinks: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


@dataclass(frozen=True, slots=True)
class Pair:
    """Left and right on one line; `note` follows the left in a smaller size.

    The right is an amount: it shrinks, but never wraps and never elides, unless
    `right_yields` says that it is a name.
    """

    left: str
    right: str
    style: Style = ROW
    note: str = ""
    right_yields: bool = False

    def __post_init__(self) -> None:
        for field in ("left", "right", "note"):
            object.__setattr__(self, field, printable(getattr(self, field)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """Empty paper, in dots."""

    dots: int


Element = Mark | Text | Pair | Rule | Code | Space


@dataclass(frozen=True, slots=True)
class Document:
    """One paper; the printer cuts after the last element. `name` is made fit for a file name."""

    name: str
    elements: tuple[Element, ...]

    def __post_init__(self) -> None:
        safe = _NOT_FOR_FILES.sub("-", self.name)[:_LONGEST_NAME].strip("-")
        object.__setattr__(self, "name", safe or "paper")

    def texts(self) -> Iterator[str]:
        """Every text on the paper, in order."""
        for element in self.elements:
            if isinstance(element, Text):
                yield element.text
            elif isinstance(element, Pair):
                yield from (part for part in (element.left, element.note, element.right) if part)
