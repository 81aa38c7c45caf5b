"""How many months a stretch counts, and how kWh limits grow with the period."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import Charge, Months, PricingRefused
from cashier_app.domain.tariffs.rounding import Rounding
from cashier_app.domain.tariffs.usage import DAY, Stretch

ABOUT_A_MONTH = range(20, 41)
"""Days that a bill of one month may have when nobody says how many months it is."""


def months_in(months: Months, stretch: Stretch) -> Fraction:
    """The months that a stretch counts, by the tariff's way. Raises PricingRefused."""
    known = _months_of_period(months, stretch)
    if known is not None:
        # As many months as bills: each bill is a month, whatever its days.
        is_month_by_month = known == stretch.period.usage.bills
        return stretch.bills if is_month_by_month else known * stretch.share
    if months.count == "days":
        factor = Fraction(stretch.days) / Fraction(months.days_in_month)
    else:
        stretch.period.needed_dates()
        factor = sum((_of_month(day) for day in _days(stretch)), Fraction(0))
    if months.decimals is None:
        return factor
    step = Decimal(1).scaleb(-months.decimals)
    return Fraction(Rounding("half up", step).whole(factor))


def _months_of_period(months: Months, stretch: Stretch) -> Fraction | None:
    """When the whole period counts a number of months that does not come from its days."""
    period = stretch.period
    if months.count == "given":
        if period.usage.months is not None:
            return Fraction(period.usage.months)
        if period.days is not None and period.days not in ABOUT_A_MONTH:
            raise PricingRefused(
                f"{period.days} days are not one month, and the tariff counts the months that are "
                "given: give --months, or let it count them (months in the file)."
            )
        return Fraction(1)
    if months.normal_days is not None:
        low, high = months.normal_days
        if low <= period.needed_days() <= high:
            return Fraction(1)
    return None


def _days(stretch: Stretch) -> Sequence[date]:
    dates = stretch.dates
    assert dates is not None  # noqa: S101 - asked for by the caller
    return [dates[0] + place * DAY for place in range(stretch.days)]


def _of_month(day: date) -> Fraction:
    return Fraction(1, monthrange(day.year, day.month)[1])


def limit_factor(charge: Charge, stretch: Stretch) -> Fraction:
    """What a limit of the charge is multiplied by in a stretch."""
    if charge.limits_per == "month":
        return months_in(charge.months, stretch)
    if charge.limits_per == "day":
        return Fraction(stretch.days)
    return stretch.bills


def limit_in(charge: Charge, stretch: Stretch, limit: Decimal) -> Fraction:
    """A kWh limit of the charge as it holds in a stretch."""
    exact = Fraction(limit)
    bills = stretch.period.usage.bills
    known = Fraction(bills) if charge.limits_per == "bill" else None
    if charge.limits_per == "month":
        known = _months_of_period(charge.months, stretch)
    if known == bills and stretch.bills.denominator == 1:
        return _rounded(charge, exact * stretch.bills)
    if known is not None:
        return _share(charge, stretch, exact * known)
    return _rounded(charge, exact * limit_factor(charge, stretch))


def _share(charge: Charge, stretch: Stretch, limit: Fraction) -> Fraction:
    """The part of the limit of a whole period; the parts of a whole limit stay whole."""
    if charge.limits_stay_whole:
        return stretch.part_of(limit)
    return _rounded(charge, limit * stretch.share)


def _rounded(charge: Charge, value: Fraction) -> Fraction:
    rounding = charge.limits_rounding
    return value if rounding is None else Fraction(rounding.whole(value))
