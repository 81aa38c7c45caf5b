"""The words of a line: short ones for the bill, and how the amount came about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.blocks import Piece
from cashier_app.domain.tariffs.rounding import Rounding, as_decimal, plain

TIMES, MINUS = "\u00d7", "\u2212"
ENDLESS = Rounding("half up", Decimal("0.0001"))


def number(value: Decimal | Fraction) -> str:
    """As people write it: no exponent, a number without end at four decimals."""
    decimal = as_decimal(value) if isinstance(value, Fraction) else value
    if isinstance(value, Fraction) and Fraction(decimal) != value:
        decimal = plain(ENDLESS.whole(value))
    return f"{decimal:f}".replace("-", MINUS)


def short(value: Fraction) -> str:
    """A factor at four decimals."""
    return number(plain(ENDLESS.whole(value)))


def units(count: Fraction, unit: str) -> str:
    """`count` with its unit; a month and months."""
    is_counted = unit in {"month", "day", "ampere", "year"}
    return f"{number(count)} {unit}{'s' if is_counted and count != 1 else ''}"


def days(dates: tuple[date, date] | None, year: bool = False) -> str:
    """1 Jul to 31 Jul, a day alone by itself, with the year where it matters."""
    if dates is None:
        return ""
    ends = (f"{day.day} {day:%b}" + (f" {day.year}" if year else "") for day in dates)
    return " to ".join(dict.fromkeys(ends))


def block(piece: Piece, unit: str, is_first: bool) -> str:
    """Which units a block's line is for: "first 100 kWh at 5.25"."""
    word = "first" if is_first else "next"
    if piece.price is None:
        return f"{word} {number(piece.limit or piece.units)} {unit}"
    return f"{word} {number(piece.units)} {unit} at {number(piece.price)}"


def block_range(piece: Piece, unit: str) -> str:
    """The limits of the block itself."""
    if piece.limit is None:
        return f"above {number(piece.floor)} {unit}" if piece.floor else "every unit"
    return f"above {number(piece.floor)} up to {number(piece.limit)} {unit}"


def named(codes: tuple[str, ...]) -> str:
    """Charges by name: "energy, fuel adjustment"."""
    return ", ".join(code.replace("_", " ") for code in codes)
