"""What pricing gives back: lines that explain themselves, the total and what is payable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
ROUNDING = "rounding"
"""The kind of a line that is only the difference a rounding makes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One charge as printed: signed `amount`; a line that is not `is_counted` only informs.

    `quantity` × `price` is the amount before rounding where both are there. `above` and `upto`
    are the kWh the line is for (of its stretch), `starts_on` and `ends_on` its days when the
    period was cut.
    """

    code: str
    kind: str
    label: str
    detail: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    amount: Decimal
    is_counted: bool = True
    above: Decimal | None = None
    upto: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def column(self) -> str:
        """Where a table shows it: a charge is one column, what roundings made another."""
        return ROUNDING if self.kind == ROUNDING else self.code


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is taken off when the bill is paid up to `until` (None: nobody gave the day)."""

    amount: Decimal
    until: date | None
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Late:
    """One late-payment charge on a day."""

    label: str
    detail: str
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced period. `total` is the bill; `payable` is due on the day it is paid."""

    tariff: str
    currency: str
    decimals: int
    valid_from: tuple[date | None, ...]
    lines: tuple[Line, ...]
    total: Decimal
    prompt: Prompt | None
    late: tuple[Late, ...]

    @property
    def payable(self) -> Decimal:
        """The total and what is added for paying late."""
        return self.total + sum((late.amount for late in self.late), ZERO)

    def amount_of(self, *codes: str) -> Decimal:
        """The sum of the lines of these charges; "rounding" is every difference of a rounding."""
        return sum((line.amount for line in self.lines if line.column in codes), ZERO)
