"""The kinds of an entry and the letter that each has in its printed number (entry_number.sql)."""

from __future__ import annotations

LETTERS = {
    "opening": "O",
    "undo": "U",
    "reversal": "R",
    "correction": "K",
    "move": "V",
    "refund": "F",
    "bounce": "B",
    "movement": "M",
    "count": "N",
    "z": "Z",
    "lost": "L",
    "check": "C",
    "decision": "D",
    "safe": "S",
}
"""Of every kind but a payment: a receipt's number has none."""

_KINDS = {letter: kind for kind, letter in LETTERS.items()}


def kind_of(number: str) -> str:
    """The kind of entry that a printed number is of: "03-000123" a payment, "03-Z-0012" a Z."""
    _, *letter, _ = number.split("-")
    return _KINDS[letter[0]] if letter else "payment"
