"""The one function that makes text fit for paper out of anything.

Every text of a document passes through `printable`, so a name can never carry a
printer command, turn the line around or hide what follows it.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\ufffd"
ELLIPSIS = "\u2026"
LIMIT = 300
_MARKS_IN_A_ROW = 3
_SPACE = frozenset(("Zs", "Zl", "Zp"))
_UNKNOWN = frozenset(("Cc", "Cs", "Co", "Cn"))
_MARK = frozenset(("Mn", "Me"))
_JOINERS = "\u200c\u200d"
_JOINED = (("\u0620", "\u07fa"), ("\u0900", "\u0dff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))


def printable(text: object, limit: int = LIMIT) -> str:
    """`text` without anything that acts instead of showing; at most `limit` characters.

    White space becomes single blanks, invisible format characters (among them all
    bidi controls) go, but for a joiner after a letter that it shapes; control characters,
    lone surrogates and unassigned characters become U+FFFD, piled-up accents are cut to three.
    """
    raw = str(text)
    if raw.isascii() and raw.isprintable() and "  " not in raw:
        return elided(raw.strip(), limit)
    # A few times the limit fills it; a hostile megabyte stays cheap.
    normal = unicodedata.normalize("NFC", raw[: limit * 8])
    return elided("".join(_cleaned(normal)).strip(), limit)


def elided(text: str, limit: int) -> str:
    """`text`, its end replaced by an ellipsis when it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def _cleaned(text: str) -> list[str]:
    out: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in _MARK else 0
        if marks <= _MARKS_IN_A_ROW:
            _append(out, char, category)
    return out


def _append(out: list[str], char: str, category: str) -> None:
    if category in _SPACE or char in "\t\n\r\v\f\x85":
        if out and out[-1] != " ":
            out.append(" ")
    elif category in _UNKNOWN:
        out.append(REPLACEMENT)
    elif category != "Cf" or (char in _JOINERS and out and _is_joined(out[-1])):
        out.append(char)


def _is_joined(char: str) -> bool:
    """True in the scripts whose spelling needs joiners: Arabic's, India's, Burma's, Cambodia's."""
    return any(first <= char <= last for first, last in _JOINED)
