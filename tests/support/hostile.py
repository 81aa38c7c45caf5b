"""Strings that want to be more than text, each following from a seed (D1)."""

from __future__ import annotations

import random
from collections.abc import Iterator

FRAGMENTS = (
    # What printers obey: drawer, cut, status, initialise, real-time drawer, raster, nothing.
    "\x1bp\x00\x19\xfa", "\x1dV\x00", "\x10\x04\x01", "\x1b@", "\x10\x14\x01\x00\x05", "\x1dv0\x00",
    "\x00", "\x07", "\x7f", "\x85", "\n", "\r", "\t", "\x0c",
    # What turns text round, hides it or joins it.
    "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\ufeff", "\u200d", "\u0301" * 8, "\u0489",
    # What viewers and spreadsheets act on.
    "<b>", "</para>", "<img src=/etc/passwd>", "<a href='x'>", "&amp;", "&#0;", "]]>",
    "=cmd|'/c calc'!A1", "+1", "-2", "@SUM(A1)", "\uff1d1", "%s", "%(x)d", "{0}", "{{x}}", "%%",
    # What databases act on.
    "'", "''", "\"", "\\", "\\'", "--", "/*", "*/", ";", "%", "_", "`", "\x1a", "' OR 1=1 -- ",
    # What is simply text.
    "Karuna", "सुनीता", "محمد", "Ελένη", "李", "Zażółć", "😀", "👩‍👩‍👧", "\U0001f1f3\U0001f1f5",
    "ﬁ", "ß", "०१२", "٣", "１２", "0012", "1e5", " ", "x" * 300,
    # What is no character at all.
    "\ud800", "\udfff", "\ufffe", "\U0010ffff",
)  # fmt: skip


def hostile(seed: str, count: int) -> Iterator[str]:
    """Every fragment alone, then mixtures of up to six."""
    chosen = random.Random(seed)
    for number in range(count):
        if number < len(FRAGMENTS):
            yield f"Ana {FRAGMENTS[number]} Bo"
        else:
            yield "".join(chosen.choices(FRAGMENTS, k=chosen.randint(1, 6)))
