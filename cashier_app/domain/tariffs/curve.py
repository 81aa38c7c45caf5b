"""What a tariff asks over a range of kWh: rows of a table, points of a curve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import Tariff
from cashier_app.domain.tariffs.priced import Priced
from cashier_app.domain.tariffs.pricing import price
from cashier_app.domain.tariffs.rounding import plain
from cashier_app.domain.tariffs.usage import Usage

MOST_STEPS = 10_000
POINTS = 400
"""How finely a curve is drawn, so that a jump at a limit is seen as a jump."""

Points = tuple[tuple[Decimal, Decimal], ...]
"""(kWh, total), by kWh."""


@dataclass(frozen=True, slots=True)
class KwhRange:
    """kWh from `low` to `high`, both included, by `step`."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def is_small(self) -> bool:
        return (self.high - self.low) / self.step <= MOST_STEPS

    def values(self) -> list[Decimal]:
        steps = int((self.high - self.low) / self.step)
        return [self.low + place * self.step for place in range(steps + 1)]


def priced_table(tariff: Tariff, usage: Usage, kwh_range: KwhRange) -> list[tuple[Decimal, Priced]]:
    """Each kWh of the range with its bill. Raises PricingRefused."""
    return [(kwh, price(tariff, with_kwh(usage, kwh))) for kwh in kwh_range.values()]


def curve(tariff: Tariff, usage: Usage, kwh_range: KwhRange, points: int = POINTS) -> Points:
    """The totals along the range, finer than its steps. Raises PricingRefused."""
    width = kwh_range.high - kwh_range.low
    step = min(kwh_range.step, max(Decimal(int(width / points)), Decimal(1)))
    fine = replace(kwh_range, step=step)
    return tuple((kwh, priced.total) for kwh, priced in priced_table(tariff, usage, fine))


def with_kwh(usage: Usage, kwh: Decimal) -> Usage:
    """The same use with another total; registers keep their shares, the last the remainder."""
    if not usage.registers:
        return replace(usage, kwh=kwh, read=())
    whole = sum((value for _, value in usage.registers), Decimal(0))
    shares, left = [], kwh
    for name, value in usage.registers[:-1]:
        part = _thousandth(kwh, value, whole)
        shares.append((name, part))
        left -= part
    shares.append((usage.registers[-1][0], left))
    return replace(usage, kwh=None, registers=tuple(shares), read=())


def _thousandth(kwh: Decimal, value: Decimal, whole: Decimal) -> Decimal:
    if not whole:
        return Decimal(0)
    return Decimal(round(Fraction(kwh) * Fraction(value) / Fraction(whole) * 1000)) / 1000


def round_marks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers between two ends, five to ten of them: 1, 2 or 5 times a power of ten."""
    width = (high - low) or Decimal(1)
    step = Decimal(1).scaleb(width.adjusted())
    for divisor in (5, 2, 1):
        if width / (step / divisor) <= 10:
            step /= divisor
            break
    first = -int(-low // step) if low > 0 else int(low / step)
    marks = (plain(place * step) for place in range(first, int(high // step) + 1))
    return [mark for mark in marks if mark >= low]
