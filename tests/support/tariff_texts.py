"""Short tariff files for tests, and a bill of one in one call."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cashier_app.domain.tariffs import Priced, Usage, price, read_tariff

HEAD = 'code = "T"\ncurrency = "USD"\n'


def tariff_text(*charges: str, head: str = "") -> str:
    """A file with these charges; each is the body of a [[charge]]."""
    return HEAD + head + "".join(f"\n[[charge]]\n{charge}\n" for charge in charges)


def billed(text: str, kwh: Decimal | int = 0, **usage: Any) -> Priced:
    """The bill of a use by a tariff file's text."""
    return price(read_tariff(text), Usage(kwh=Decimal(kwh), **usage))


def amounts(priced: Priced) -> list[tuple[str, Decimal]]:
    """(charge, amount) of every line."""
    return [(line.code, line.amount) for line in priced.lines]
