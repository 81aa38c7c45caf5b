"""Days, months and numbers as they are typed behind an option; argparse says what is wrong."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1900, 2199
_PLAIN = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})")
_COUNT = re.compile(r"[0-9]{1,4}")


def day(text: str) -> date:
    """A date like 2026-11-30."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date like 2026-11-30") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ArgumentTypeError(f"{text!r} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def month(text: str) -> date:
    """The first day of a month like 2026-11."""
    try:
        return day(f"{text}-01")
    except ArgumentTypeError:
        raise ArgumentTypeError(f"{text!r} is not a month like 2026-11") from None


def number(text: str) -> Decimal:
    """A number as people write it, without an exponent."""
    if not _PLAIN.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is not a number like 312.5")
    return Decimal(text)


def count(text: str) -> int:
    """A whole number of days, months or the like: 0 to 9999."""
    if not _COUNT.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is not a whole number like 30")
    return int(text)
