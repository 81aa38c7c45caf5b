"""What a person typed: dates, numbers, one line of plain words. One reader for every screen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from cashier_app.domain.money import NotMoney, ungrouped
from cashier_app.services.imports import fields

_PARTED = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})")
_RUN_ON = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_SHORT_YEAR = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d)")
_NO_YEAR = re.compile(r"(\d{1,2})\D+(\d{1,2})\D?")
_ISO = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_FIGURES = re.compile(r"[-+]?\d{1,20}(\.\d{0,12})?|[-+]?\.\d{1,12}")
_CENTURY = 2000


def date_in(text: str, today: date | None = None) -> date | None:
    """A typed date: "23 11 2026", "23.11.26", "23112026", "2026-11-23"; None while it is none.

    With `today` also "23.11", the last such day, and "1.1.6". Without it both are on their way.
    """
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _PARTED.fullmatch(text) or _RUN_ON.fullmatch(text):
            year = int(found[3]) + _CENTURY * (len(found[3]) == 2)
            return date(year, int(found[2]), int(found[1]))
        if today is not None and (found := _SHORT_YEAR.fullmatch(text)):
            return date(_CENTURY + int(found[3]), int(found[2]), int(found[1]))
        if today is not None and (found := _NO_YEAR.fullmatch(text)):
            day = date(today.year, int(found[2]), int(found[1]))
            return day if day <= today else day.replace(year=today.year - 1)
    except ValueError:
        return None
    return None


def day_as_in_files(text: str) -> date:
    """A typed date that a file could have, too. Raises BadField."""
    found = date_in(text)
    return fields.day(text if found is None else found.isoformat())


def day_text(day: date) -> str:
    """A day as it stands in a field."""
    return f"{day:%d.%m.%Y}"


def number_in(text: str) -> Decimal | None:
    """A typed number; thousands may be parted. None while it is none, as "12,50" is.

    Decimal itself takes "1e999999999", which nobody types and which fills the memory when shown.
    """
    try:
        figures = ungrouped(text.strip())
    except NotMoney:
        return None
    return Decimal(figures) if _FIGURES.fullmatch(figures) else None


def one_line(text: str) -> str:
    """Without control characters, ends and doubled spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
