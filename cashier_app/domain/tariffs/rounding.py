"""Rounding as data: a mode and a step, applied to exact fractions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

MODES = ("half up", "half even", "down", "up")
"""Ties away from zero; ties to the even step; toward zero; away from zero."""

LONGEST = 9
"""Decimals kept of an unrounded amount that has no end (a third of a cent)."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of `step`, by one of `MODES`."""

    mode: str
    step: Decimal

    def whole(self, value: Fraction) -> Decimal:
        """`value` at the nearest multiple of the step that the mode allows."""
        steps = abs(value) / Fraction(self.step)
        count = _COUNT[self.mode](steps)
        return (count if value >= 0 else -count) * self.step


def _half_up(steps: Fraction) -> int:
    return int(steps + Fraction(1, 2))


def _up(steps: Fraction) -> int:
    return -int(-steps // 1)


_COUNT: dict[str, Callable[[Fraction], int]] = {
    "half up": _half_up,
    "half even": round,
    "down": int,
    "up": _up,
}


def rounded(value: Fraction, rounding: Rounding | None) -> Decimal:
    """`value` rounded; without a rounding exact, or at `LONGEST` decimals when it has no end."""
    if rounding is not None:
        return rounding.whole(value)
    return as_decimal(value)


def as_decimal(value: Fraction) -> Decimal:
    """`value` as a decimal, half up at `LONGEST` decimals when it has no end."""
    with localcontext(prec=60) as context:
        found = Decimal(value.numerator) / Decimal(value.denominator)
        if not context.flags[Inexact]:
            return plain(found)
    return plain(Rounding("half up", Decimal(1).scaleb(-LONGEST)).whole(value))


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent (1E+2 is 100)."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()
