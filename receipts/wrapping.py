"""Breaking text into lines, for any device that can say how wide a text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from receipts.printable import ELLIPSIS

Measure = Callable[[str], float]
_VIRAMA = 9
"""Unicode's combining class of the signs that join two consonants."""


def wrapped(text: str, room: float, measure: Measure, max_lines: int) -> list[str]:
    """`text` in at most `max_lines` lines no wider than `room`; the last is elided.

    Breaks at blanks; a word wider than the line is broken anywhere.
    """
    if measure(text) <= room:
        return [text]
    lines: list[str] = []
    rest = text
    while rest and len(lines) < max_lines - 1:
        cut = _break_at(rest, room, measure)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        lines.append(elided_to(rest, room, measure))
    return lines


def balanced(text: str, room: float, measure: Measure, max_lines: int) -> list[str]:
    """As `wrapped`, but the lines of about one length: for centred text."""
    lines = wrapped(text, room, measure, max_lines)
    if len(lines) == 1 or lines[-1].endswith(ELLIPSIS):
        return lines
    low, high = room / len(lines), room
    while high - low > 4:
        middle = (low + high) / 2
        tried = wrapped(text, middle, measure, max_lines + 1)
        low, high = (low, middle) if len(tried) <= len(lines) else (middle, high)
    return wrapped(text, high, measure, max_lines)


def elided_to(text: str, room: float, measure: Measure) -> str:
    """`text` if it fits, else as much as fits and an ellipsis."""
    if measure(text) <= room:
        return text
    count = _fitting(text, room - measure(ELLIPSIS), measure)
    return text[: whole_letters(text, count)].rstrip() + ELLIPSIS


def whole_letters(text: str, count: int) -> int:
    """`count`, or less where it would part a letter from its marks or halve a conjunct."""
    while 0 < count < len(text) and _hangs_on(text, count):
        count -= 1
    return count


def _hangs_on(text: str, at: int) -> bool:
    joiner = "\u200d"
    return (
        text[at] == joiner
        or unicodedata.category(text[at]) in {"Mn", "Mc", "Me"}
        or text[at - 1] == joiner
        or unicodedata.combining(text[at - 1]) == _VIRAMA
    )


def _break_at(text: str, room: float, measure: Measure) -> int:
    count = _fitting(text, room, measure)
    if count >= len(text):
        return len(text)
    blank = text.rfind(" ", 0, count + 1)
    # A line always takes something, however narrow the paper.
    return blank if blank > 0 else whole_letters(text, count) or max(count, 1)


def _fitting(text: str, room: float, measure: Measure) -> int:
    """How many characters of `text` fit into `room`; widths grow, but for joined letters."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low
