"""Whether a charge applies to a period, and to which days of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import Charge, PricingRefused, When
from cashier_app.domain.tariffs.scaling import limit_in
from cashier_app.domain.tariffs.usage import DAY, Period, Stretch, Usage

Seasons = frozenset[tuple[int, ...]]
"""The calendar months of every charge that has any."""


def seasons_of(charges: Iterable[Charge]) -> Seasons:
    """All seasons of a version."""
    found = {charge.when.calendar_months for charge in charges}
    return frozenset(found - {()})


def applies(charge: Charge, period: Period) -> bool:
    """Whether all the conditions of the charge hold. Raises PricingRefused if one is unknown."""
    when = charge.when
    if when == When():
        return True
    usage = period.usage
    return (
        _total_fits(charge, period)
        and _load_fits(charge, usage)
        and _phases_fit(charge, usage)
        and (not when.scheme or when.scheme in usage.schemes)
        and (not when.not_scheme or when.not_scheme not in usage.schemes)
    )


def _total_fits(charge: Charge, period: Period) -> bool:
    when, total, whole = charge.when, Fraction(period.total), period.whole
    if when.kwh_above is not None and total <= limit_in(charge, whole, when.kwh_above):
        return False
    return when.kwh_upto is None or total <= limit_in(charge, whole, when.kwh_upto)


def _load_fits(charge: Charge, usage: Usage) -> bool:
    when = charge.when
    if not when.load_unit:
        return True
    load = load_of(charge, usage, when.load_unit)
    if when.load_above is not None and load <= when.load_above:
        return False
    return when.load_upto is None or load <= when.load_upto


def load_of(charge: Charge, usage: Usage, unit: str) -> Decimal:
    """The connected load; the recorded maximum stands for it when no load is given."""
    if unit == "ampere":
        found = usage.amperes
    elif unit == "kW":
        found = usage.kw if usage.load_kw is None else usage.load_kw
    else:
        found = usage.kva if usage.load_kva is None else usage.load_kva
    if found is None:
        option = {"kW": "--load-kw", "kVA": "--load-kva", "ampere": "--amperes"}[unit]
        raise PricingRefused(f"{charge.label}: the load in {unit} is missing: {option}.")
    return found


def _phases_fit(charge: Charge, usage: Usage) -> bool:
    if not charge.when.phases:
        return True
    if usage.phases is None:
        raise PricingRefused(f"{charge.label}: the number of phases is missing: --phases.")
    return usage.phases in charge.when.phases


def in_season(charge: Charge, stretch: Stretch, seasons: Seasons) -> list[Stretch]:
    """The parts of a stretch that lie in the calendar months of the charge.

    Every charge is cut where any season of the version begins, so that their kWh add up.
    """
    months = charge.when.calendar_months
    if not months:
        return [stretch]
    first, _ = stretch.period.needed_dates()
    at = {day: (first + day * DAY).month for day in range(stretch.start, stretch.end)}
    changes = [
        day
        for day in range(stretch.start + 1, stretch.end)
        if any((at[day] in season) != (at[day - 1] in season) for season in seasons)
    ]
    parts: list[Stretch] = []
    for part in stretch.cut(changes):
        if at[part.start] not in months:
            continue
        if parts and parts[-1].end == part.start:
            parts[-1] = replace(part, start=parts[-1].start)
        else:
            parts.append(part)
    return parts
