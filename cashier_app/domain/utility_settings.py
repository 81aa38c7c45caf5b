"""The utility's own row and its settings, as an administrator changes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import (
    HEAD_LINES,
    LONGEST_LINE,
    MORE_LINES,
    OPTIONAL_LINES,
    Denomination,
    ReceiptDesign,
    Utility,
)

FIELDS = (
    "name", "address", "tax_no", "contact", "receipt_foot", "currency_code", "currency_symbol",
    "currency_decimals", "digit_grouping", "cash_step", "time_zone",
)  # fmt: skip
"""What can be changed by name; the logo is a picture and goes by itself."""

KINDS = ("whole", "amount", "text", "day", "keys")
"""What a setting may be: a count, an amount, words without a blank, a date, a map of keys."""

MAX_LOGO_BYTES = 300_000
MOST_LOGO_DOTS = 4_000_000
"""A small file can claim any size; a paper must not wait, or fail, for one."""
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting with what it may be. `kind` is one of KINDS.

    The limits of a text are its lengths, of a day the dates as YYYYMMDD.
    """

    name: str
    kind: str
    least: Decimal
    most: Decimal
    value: str
    """As stored, or the default."""

    def accepts(self, text: str) -> bool:
        """True when `text` may be this setting's value; the procedure checks it again."""
        if self.kind == "text":
            return bool(re.fullmatch(r"[!-~]*", text)) and self.least <= len(text) <= self.most
        if self.kind == "day":
            return not text or self._accepts_day(text)
        pattern = r"[0-9]{1,9}" if self.kind == "whole" else r"[0-9]{1,9}(\.[0-9]{1,3})?"
        if not re.fullmatch(pattern, text, re.ASCII):
            return False
        return self.least <= Decimal(text) <= self.most

    def _accepts_day(self, text: str) -> bool:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return False
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return self.least <= Decimal(text.replace("-", "")) <= self.most


@dataclass(frozen=True, slots=True)
class UtilityFacts:
    """`utility` is None in a new database. Currency and zone are fixed by what was stored."""

    utility: Utility | None
    settings: tuple[Setting, ...]
    denominations: tuple[Denomination, ...]
    currency_is_fixed: bool = False
    zone_is_fixed: bool = False


def field_text(utility: Utility, field: str) -> str:
    """A field of the row as it is typed; `field` is one of FIELDS."""
    currency = utility.currency
    texts = {
        "currency_code": currency.code,
        "currency_symbol": currency.symbol,
        "currency_decimals": str(currency.decimals),
        "digit_grouping": currency.grouping,
        "cash_step": f"{utility.cash_step.normalize():f}",
    }
    return texts[field] if field in texts else str(getattr(utility, field))


def check_zone(changes: Mapping[str, str]) -> None:
    """Raise Refused("bad_utility") when a time zone is named that nobody knows."""
    zone = changes.get("time_zone")
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("bad_utility", {"field": "time_zone"}) from error


def read_logo(path: Path) -> bytes:
    """A logo's file. Raises Refused("bad_utility") for what is none, OSError as it comes."""
    with path.open("rb") as file:
        logo = file.read(MAX_LOGO_BYTES + 1)
    if not logo:
        raise Refused("bad_utility", {"field": "logo"})
    check_logo(logo)
    return logo


def design_changes(design: ReceiptDesign) -> dict[str, str]:
    """A design as fields of the row. Raises Refused("bad_utility") for what cannot stand.

    Only optional lines may go; lines of the utility's own are few and short.
    """
    for field, lines, most in (
        ("receipt_head", design.head, HEAD_LINES), ("receipt_more", design.more, MORE_LINES),
    ):  # fmt: skip
        if len(lines) > most or any(len(line) > LONGEST_LINE or "\n" in line for line in lines):
            raise Refused("bad_utility", {"field": field})
    if design.left_out - set(OPTIONAL_LINES):
        raise Refused("bad_utility", {"field": "receipt_left_out"})
    return {
        "receipt_left_out": ",".join(sorted(design.left_out)),
        "receipt_head": "\n".join(design.head),
        "receipt_more": "\n".join(design.more),
    }


def check_logo(logo: bytes) -> None:
    """Raise Refused("bad_utility") for what is no PNG, or too large; empty takes the logo away."""
    if logo and (len(logo) > MAX_LOGO_BYTES or not is_drawable(logo)):
        raise Refused("bad_utility", {"field": "logo"})


def is_drawable(logo: bytes) -> bool:
    """True for what begins as a PNG of a size that can be printed; decodes nothing."""
    width, height = int.from_bytes(logo[16:20]), int.from_bytes(logo[20:24])
    return logo.startswith(_PNG) and 0 < width * height <= MOST_LOGO_DOTS
