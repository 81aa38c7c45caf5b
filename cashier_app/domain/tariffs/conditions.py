"""Whether a charge applies to a period, and to which days of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import (
    Charge,
    Demand,
    Fixed,
    Minimum,
    PricingRefused,
    When,
)
from cashier_app.domain.tariffs.scaling import limit_in
from cashier_app.domain.tariffs.usage import DAY, Period, Stretch, Usage

LOAD_UNITS = frozenset({"kW", "kVA", "ampere"})
Seasons = frozenset[tuple[int, ...]]
"""The calendar months of every charge that has any."""


def seasons_of(charges: Iterable[Charge]) -> Seasons:
    """All seasons of a version."""
    found = {charge.when.calendar_months for charge in charges}
    return frozenset(found - {()})


def applies(charge: Charge, period: Period) -> bool:
    """Whether all conditions but that of the load hold. Raises PricingRefused: one is unknown."""
    when = charge.when
    if when == When():
        return True
    usage = period.usage
    return (
        _total_fits(charge, period)
        and _phases_fit(charge, usage)
        and (not when.scheme or when.scheme in usage.schemes)
        and (not when.not_scheme or when.not_scheme not in usage.schemes)
    )


def _total_fits(charge: Charge, period: Period) -> bool:
    when, total, whole = charge.when, Fraction(period.total), period.whole
    if when.kwh_above is not None and total <= limit_in(charge, whole, when.kwh_above):
        return False
    return when.kwh_upto is None or total <= limit_in(charge, whole, when.kwh_upto)


def load_fits(charge: Charge, stretch: Stretch) -> bool:
    """Whether the load of a stretch is what the charge asks for. Raises PricingRefused."""
    when = charge.when
    if not when.load_unit:
        return True
    load = load_of(charge, stretch, when.load_unit)
    if when.load_above is not None and load <= when.load_above:
        return False
    return when.load_upto is None or load <= when.load_upto


def load_of(charge: Charge, stretch: Stretch, unit: str) -> Decimal:
    """The connected load; the recorded maximum stands for it when no load is given."""
    period = stretch.period
    found = period.load(unit, stretch)
    if found is None and unit != "ampere":
        found = period.maximum(unit, stretch)
    if found is None:
        option = {"kW": "--load-kw", "kVA": "--load-kva", "ampere": "--amperes"}[unit]
        raise PricingRefused(f"{charge.label}: the load in {unit} is missing: {option}.")
    return found


def by_measure(charge: Charge, stretch: Stretch) -> list[Stretch]:
    """The stretch, cut where another load or recorded maximum that the charge asks for holds."""
    period, usage = stretch.period, stretch.period.usage
    if not (usage.loads or usage.maxima):
        return [stretch]
    asked = _load_units(charge)
    ends = [last for last, unit, _ in usage.loads if unit in asked]
    recorded = {charge.terms.unit} if isinstance(charge.terms, Demand) else set()
    recorded |= {unit for unit in asked if not _is_given(usage, unit)}
    ends += [last for last, unit, _ in usage.maxima if unit in recorded]
    return stretch.cut(period.days_after(ends))


def _is_given(usage: Usage, unit: str) -> bool:
    """Whether there is a load on every day; else the recorded maximum stands for it."""
    whole = {"kW": usage.load_kw, "kVA": usage.load_kva}.get(unit, usage.amperes)
    loads = [load for _, one, load in usage.loads if one == unit] or [whole]
    return None not in loads


def _load_units(charge: Charge) -> set[str]:
    """Units of the loads that decide what the charge comes to."""
    found = {charge.when.load_unit}
    match charge.terms:
        case Fixed(load_unit=unit, chosen_by=chosen_by):
            found |= {unit, chosen_by}
        case Minimum(load_unit=unit):
            found.add(unit)
        case Demand(unit=unit, load_percent=percent) if percent is not None:
            found.add(unit)
    return found & LOAD_UNITS


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
