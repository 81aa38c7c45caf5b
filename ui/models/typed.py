"""What a person typed: dates, day first, and one line of plain words."""

from __future__ import annotations

import re
from datetime import date

_PARTED = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})")
_RUN_ON = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_CENTURY = 2000


def date_in(text: str) -> date | None:
    """A typed date, day first: "23 11 2026", "23.11.26", "23112026"; None while it is none."""
    found = _PARTED.fullmatch(text.strip()) or _RUN_ON.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[3])
    try:
        return date(year + _CENTURY * (len(found[3]) == 2), int(found[2]), int(found[1]))
    except ValueError:
        return None


def one_line(text: str) -> str:
    """Without control characters, ends and doubled spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
