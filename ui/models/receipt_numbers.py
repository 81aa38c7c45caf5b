"""The one reader of receipt numbers: typed, scanned from a paper, or as they are spoken."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"(?<!\d)(\d{2,4})-0*(\d{1,9})(?!\d)")
_SLIP = re.compile(r"C1-(\d{2,4}-[A-Z]-\d{4,9})-N?\d+-", re.ASCII | re.IGNORECASE)
"""What the code on the slip of a correction begins with."""
_SHORT = re.compile(r"\d{1,6}", re.ASCII)


def number_in(text: str, code: str) -> str:
    """The whole number in `text`, "" if there is none; "123" at counter "03" is "03-000123".

    A receipt's scanned code carries its number, too.
    """
    typed = text.strip()
    if _SHORT.fullmatch(typed):
        return f"{code}-{int(typed):06d}"
    if slip := _SLIP.search(typed):
        return slip[1].upper()
    found = _WHOLE.search(typed)
    if not found:
        return ""
    return f"{int(found[1]):0{len(found[1])}d}-{int(found[2]):06d}"


def number_or_text(text: str, code: str) -> str:
    """The number in `text`; what is none goes to the server as it was typed."""
    return number_in(text, code) or text.strip().upper()
