"""In which order the letters of a line stand: the Unicode Bidirectional Algorithm (UAX #9).

`printable` has taken every control of direction out, so that its implicit rules are all
there is: W1 to W7, N0 to N2, I1, I2, L1, L2. A line's own direction is that of its first
strong letter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_STRONG = frozenset(("L", "R", "AL"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_BRACKETS = dict(zip("([{\u2329\u3008\uff08", ")]}\u232a\u3009\uff09", strict=True))
_DEEPEST = 63


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text, `start` up to `end`, in one direction; odd levels run to the left."""

    start: int
    end: int
    level: int

    @property
    def is_leftward(self) -> bool:
        """True where the text is read from right to left."""
        return self.level % 2 == 1


def is_rightward(text: str) -> bool:
    """True when nothing in `text` can turn a direction, so that no level need be worked out."""
    return text.isascii() or not any(_kind(char) in {"R", "AL", "AN"} for char in text)


def spans(text: str) -> tuple[Span, ...]:
    """The parts of one line from left to right."""
    if not text:
        return ()
    if is_rightward(text):
        return (Span(0, len(text), 0),)
    found: list[Span] = []
    start = 0
    known = levels(text)
    for at in range(1, len(known) + 1):
        if at == len(known) or known[at] != known[start]:
            found.append(Span(start, at, known[start]))
            start = at
    return tuple(_reordered(found))


def levels(text: str) -> list[int]:
    """The level of each character, of a line whose direction is its first strong letter's."""
    original = [_kind(char) for char in text]
    base = next((int(kind != "L") for kind in original if kind in _STRONG), 0)
    kinds = _weak(original, base)
    _pair_brackets(text, original, kinds, base)
    _resolve_neutral(kinds, base)
    found = [_implied(kind, base) for kind in kinds]
    _reset_ends(original, found, base)
    return found


def _kind(char: str) -> str:
    # Python knows no class for what is unassigned; the algorithm's default is L.
    return unicodedata.bidirectional(char) or "L"


def _weak(original: list[str], base: int) -> list[str]:
    """W1 to W7."""
    edge = "R" if base else "L"
    kinds = list(original)
    for at, kind in enumerate(kinds):
        if kind in {"NSM", "BN"}:
            kinds[at] = kinds[at - 1] if at else edge
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    _separators(kinds)
    _terminators(kinds)
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _separators(kinds: list[str]) -> None:
    """W4."""
    for at in range(1, len(kinds) - 1):
        before, kind, after = kinds[at - 1 : at + 2]
        if before == after and (
            (before == "EN" and kind in {"ES", "CS"}) or (before == "AN" and kind == "CS")
        ):
            kinds[at] = before


def _terminators(kinds: list[str]) -> None:
    """W5 and W6."""
    at = 0
    while at < len(kinds):
        if kinds[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        beside = {kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else ""}
        kinds[at:end] = ["EN" if "EN" in beside else "ON"] * (end - at)
        at = end
    for at, kind in enumerate(kinds):
        if kind in {"ES", "CS"}:
            kinds[at] = "ON"


def _direction(kind: str) -> str:
    """What a neutral beside it sees."""
    return "R" if kind in {"R", "EN", "AN"} else kind


def _pair_brackets(text: str, original: list[str], kinds: list[str], base: int) -> None:
    """N0: both brackets of a pair go with what they hold."""
    own = "R" if base else "L"
    for opening, closing in _pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[opening + 1 : closing]} & {"L", "R"}
        if not inside:
            continue
        direction = own
        if own not in inside:
            before = (_direction(kind) for kind in reversed(kinds[:opening]))
            if next((kind for kind in before if kind in {"L", "R"}), own) != own:
                direction = "L" if own == "R" else "R"
        for at in (opening, closing):
            kinds[at] = direction
            _marks_follow(original, kinds, at)


def _marks_follow(original: list[str], kinds: list[str], at: int) -> None:
    after = at + 1
    while after < len(kinds) and original[after] in {"NSM", "BN"}:
        kinds[after] = kinds[at]
        after += 1


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _BRACKETS:
            if len(waiting) == _DEEPEST:
                return []
            waiting.append((_same(_BRACKETS[char]), at))
            continue
        closes = _same(char)
        places = [index for index, (wanted, _) in enumerate(waiting) if wanted == closes]
        if places:
            found.append((waiting[places[-1]][1], at))
            del waiting[places[-1] :]
    return sorted(found)


def _same(char: str) -> str:
    return {"\u232a": "\u3009"}.get(char, char)


def _resolve_neutral(kinds: list[str], base: int) -> None:
    """N1 and N2."""
    edge = "R" if base else "L"
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _direction(kinds[at - 1]) if at else edge
        after = _direction(kinds[end]) if end < len(kinds) else edge
        kinds[at:end] = [before if before == after else edge] * (end - at)
        at = end


def _implied(kind: str, base: int) -> int:
    """I1 and I2."""
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _reset_ends(original: list[str], found: list[int], base: int) -> None:
    """L1: separators, and the blanks before them and at the end, have the line's direction."""
    at_end = True
    for at in range(len(found) - 1, -1, -1):
        if original[at] in {"B", "S"}:
            at_end = True
        elif original[at] not in {"WS", "BN"}:
            at_end = False
        if at_end:
            found[at] = base


def _reordered(logical: list[Span]) -> list[Span]:
    """L2."""
    order = list(logical)
    deepest = max(span.level for span in order)
    for level in range(deepest, 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and order[end].level >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order
