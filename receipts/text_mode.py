"""A document in the printer's own font: columns of fixed width, code pages.

What the code pages cannot say, and what is not text, is left as an element for the
caller to send as dots.
"""

from __future__ import annotations

from collections.abc import Iterator

from escpos.constants import CTL_LF, TXT_SIZE, TXT_STYLE

from receipts.code_pages import CodePages
from receipts.document import (
    DETAIL_INDENT,
    TITLE,
    Align,
    Document,
    Element,
    Pair,
    Rule,
    Space,
    Style,
    Text,
)
from receipts.wrapping import balanced, elided_to, wrapped

FONT_A_DOTS = 12
LINE_DOTS = 30
_BOLD_FROM = 700
_NORMAL, _TALL, _BIG = 0x00, 0x01, 0x11
"""Operands of `GS !`: as designed, double height, double height and width."""
_LEFT_AT_LEAST = 8


class TextWriter:
    """Writes documents for one width and one python-escpos profile."""

    def __init__(self, width: int, profile: str) -> None:
        """`width` in dots: 576 gives 48 columns of font A, 512 gives 42, 384 gives 32."""
        self._columns = width // FONT_A_DOTS
        self._pages = CodePages(profile)
        self._look = (_NORMAL, False)

    def parts(self, document: Document) -> Iterator[bytes | Element]:
        """Bytes for the printer, and elements that have to be sent as dots, in order."""
        for element in document.elements:
            yield from self._part(element)

    def _part(self, element: Element) -> Iterator[bytes | Element]:
        match element:
            case Text():
                yield self._printed(element, _scale(element.style), self._paragraph(element))
            case Pair():
                scale = self._pair_scale(element)
                yield self._printed(element, scale, self._pair(element, scale))
            case Rule(dashed=True):
                line = ("- " * self._columns)[: self._columns]
                yield self._switch(_NORMAL, False) + line.encode("ascii") + CTL_LF
            case Space():
                yield CTL_LF * max(1, element.dots // LINE_DOTS)
            case _:
                yield element

    def _printed(self, element: Text | Pair, scale: int, lines: list[str]) -> bytes | Element:
        encoded = [self._pages.encode(line) for line in lines]
        known = [line + CTL_LF for line in encoded if line is not None]
        if len(known) < len(lines):
            self._pages.forget()
            return element
        return self._switch(scale, element.style.weight >= _BOLD_FROM) + b"".join(known)

    def _switch(self, scale: int, bold: bool) -> bytes:
        if (scale, bold) == self._look:
            return b""
        self._look = (scale, bold)
        return bytes(TXT_SIZE + bytes([scale]) + TXT_STYLE["bold"][bold])

    def _columns_at(self, scale: int) -> int:
        return self._columns // 2 if scale == _BIG else self._columns

    def _paragraph(self, element: Text) -> list[str]:
        columns = self._columns_at(_scale(element.style))
        indent = " " * (element.indent // FONT_A_DOTS)
        room = columns - len(indent)
        if element.align is Align.LEFT:
            return [indent + line for line in wrapped(element.text, room, len, element.max_lines)]
        lines = balanced(element.text, room, len, element.max_lines)
        return [line.center(room).rstrip() for line in lines]

    def _pair_scale(self, element: Pair) -> int:
        scale = _scale(element.style)
        fits = len(element.left) + 1 + len(element.right) <= self._columns_at(scale)
        return scale if fits else min(scale, _TALL)

    def _pair(self, element: Pair, scale: int) -> list[str]:
        columns = self._columns_at(scale)
        right = elided_to(element.right, columns, len)
        room = columns - len(right) - 1
        if len(element.left) > room and (room < _LEFT_AT_LEAST or element.right_yields):
            lines = [elided_to(element.left, columns, len), right.rjust(columns)]
            return [*lines, *self._note(element, columns)]
        lines = wrapped(element.left, room, len, max_lines=2)
        noted = f"{lines[0]} {element.note}".rstrip()
        if len(lines) == 1 and len(noted) <= room:
            return [noted.ljust(room + 1) + right]
        return [lines[0].ljust(room + 1) + right, *lines[1:], *self._note(element, columns)]

    def _note(self, element: Pair, columns: int) -> list[str]:
        indent = " " * (DETAIL_INDENT // FONT_A_DOTS)
        return [elided_to(indent + element.note, columns, len)] if element.note else []


def _scale(style: Style) -> int:
    if style.size >= TITLE.size:
        return _BIG
    return _TALL if style.weight >= _BOLD_FROM else _NORMAL
