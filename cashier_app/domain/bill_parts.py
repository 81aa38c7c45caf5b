"""The months of a bill that stands for several: what was read in each, and the terms it had.

A bill over several months, because estimates are trued up or a cycle was left out, keeps in each
of them the tariff, schemes and load that held on this month's last day, as its own bill would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from cashier_app.domain.tariffs import PricingRefused, Tariff
from cashier_app.domain.tariffs.model import Charge, Version
from cashier_app.domain.tariffs.pricing import schemes_of
from cashier_app.domain.tariffs.scaling import ABOUT_A_MONTH

_DAY = timedelta(days=1)
_SHORTEST, _LONGEST = ABOUT_A_MONTH[0], ABOUT_A_MONTH[-1]


@dataclass(frozen=True, slots=True)
class Span:
    """What a register brings to a bill, from `from_on` (exclusive) to `to_on` (inclusive).

    `read` are the actual readings inside: (day, kWh since `from_on`, or the maximum of a demand
    register, whose last reading is among them).
    """

    code: str
    unit: str
    used: Decimal
    from_on: date
    to_on: date
    read: tuple[tuple[date, Decimal], ...] = ()

    def upto(self, day: date) -> Decimal | None:
        """KWh to the end of a day; None when it was not read then."""
        if day <= self.from_on:
            return Decimal(0)
        return self.used if day >= self.to_on else dict(self.read).get(day)


class Load(NamedTuple):
    """The agreed load of a connection; None where none is agreed."""

    kw: Decimal | None = None
    kva: Decimal | None = None
    amperes: Decimal | None = None


NO_LOAD = Load()
UNITS_OF_LOAD = ("kW", "kVA", "ampere")


@dataclass(frozen=True, slots=True)
class Past:
    """What a connection had: (first day, tariff or load), and (scheme, first day, last day)."""

    tariffs: tuple[tuple[date, str], ...] = ()
    schemes: tuple[tuple[str, date, date], ...] = ()
    loads: tuple[tuple[date, Load], ...] = ()

    def on(self, day: date) -> tuple[str, frozenset[str]]:
        """The tariff of a day, before all others the first one, and the schemes."""
        held = [code for since, code in self.tariffs if since <= day] or [self.tariffs[0][1]]
        return held[-1], frozenset(
            code for code, first, last in self.schemes if first <= day <= last
        )

    def load_on(self, day: date) -> Load:
        """The load of a day, before all others the first one."""
        held = [load for since, load in self.loads if since <= day] or [self.loads[0][1]]
        return held[-1]

    def changes(self) -> set[date]:
        """Last days before another tariff, or before or with a scheme's end."""
        begun = {since for since, _ in self.tariffs} | {first for _, first, _ in self.schemes}
        return {day - _DAY for day in begun} | {last for _, _, last in self.schemes}


NOTHING = Past()


@dataclass(frozen=True, slots=True)
class Term:
    """What held from a day of the bill on."""

    since: date
    tariff: str
    schemes: frozenset[str]


def months_of(
    starts_on: date, ends_on: date, given_back: Iterable[date], spans: Sequence[Span]
) -> tuple[date, ...]:
    """The last days of the months in a period; a period of one month is one.

    A month ended where a bill did that is given back, or where the meter was read for one.
    """
    billed = {day for day in given_back if starts_on <= day < ends_on}
    if not billed and (ends_on - starts_on).days < _LONGEST:
        return (ends_on,)
    read = {day for span in spans for day in (span.to_on, *(day for day, _ in span.read))}
    found = [starts_on - _DAY]
    for day in sorted(billed | {day for day in read if starts_on <= day < ends_on}):
        is_month = min((day - found[-1]).days, (ends_on - day).days) >= _SHORTEST
        if day in billed or is_month:
            found.append(day)
    return (*found[1:], ends_on)


def terms_of(past: Past, starts_on: date, months: Sequence[date]) -> tuple[Term, ...]:
    """What held in turn: in a month what held on its last day, in a longer part from day to day."""
    if not past.tariffs:
        return ()
    found: list[Term] = []
    for first, last in _parts(past.changes(), starts_on, months):
        tariff, schemes = past.on(last)
        if not found or (found[-1].tariff, found[-1].schemes) != (tariff, schemes):
            found.append(Term(first, tariff, schemes))
    return tuple(found)


def loads_of(
    past: Past, starts_on: date, months: Sequence[date]
) -> Iterator[tuple[date, str, Decimal | None]]:
    """(last day, unit, load) of each load that changed, by the same days as terms."""
    if len(past.loads) < 2:
        return
    begun = {since - _DAY for since, _ in past.loads}
    held = [(last, past.load_on(last)) for _, last in _parts(begun, starts_on, months)]
    for place, unit in enumerate(UNITS_OF_LOAD):
        loads = [(last, unit, load[place]) for last, load in held]
        changed = [one for one, after in pairwise(loads) if one[2] != after[2]]
        if changed:
            yield from (*changed, loads[-1])


def _parts(
    changes: Iterable[date], starts_on: date, months: Sequence[date]
) -> Iterator[tuple[date, date]]:
    """First and last day of each month; of a longer one the parts between the changes."""
    changes = sorted(changes)
    for before, last in pairwise((starts_on - _DAY, *months)):
        is_long = (last - before).days > _LONGEST
        inside = [day for day in changes if before < day < last] if is_long else []
        for first, day in pairwise((before, *inside, last)):
            yield first + _DAY, day


def in_turn(terms: Sequence[Term], tariffs: Mapping[str, Tariff]) -> Tariff:
    """One tariff whose versions are those of the terms, each with the charges of its schemes.

    Raises PricingRefused where a tariff has no version yet, or knows a scheme not.
    """
    versions: list[Version] = []
    for term, following in zip(terms, [*(one.since for one in terms[1:]), date.max], strict=True):
        versions += _versions(tariffs[term.tariff], term, following)
    used = [tariffs[term.tariff] for term in terms]
    uncounted = tuple(dict.fromkeys(name for tariff in used for name in tariff.uncounted))
    return replace(used[-1], versions=tuple(versions), uncounted=uncounted)


def _versions(tariff: Tariff, term: Term, until: date) -> Iterator[Version]:
    unknown = sorted(term.schemes - schemes_of(tariff))
    if unknown:
        raise PricingRefused(f"The tariff has no scheme {unknown[0]}.")
    begun = [one for one in tariff.versions if (one.valid_from or date.min) <= term.since]
    if not begun:
        raise PricingRefused(f"No version of {tariff.code} holds on {term.since}.")
    later = [one for one in tariff.versions if term.since < (one.valid_from or date.min) < until]
    for version in (replace(begun[-1], valid_from=term.since), *later):
        yield replace(version, charges=tuple(_with(version.charges, term.schemes)))


def _with(charges: Iterable[Charge], schemes: frozenset[str]) -> Iterator[Charge]:
    """The charges that somebody with these schemes has, asking for none any more."""
    for charge in charges:
        when = charge.when
        if (not when.scheme or when.scheme in schemes) and when.not_scheme not in schemes:
            yield replace(charge, when=replace(when, scheme="", not_scheme=""))


def read_inside(
    spans: Sequence[Span], starts_on: date, ends_on: date
) -> Iterator[tuple[date, Decimal]]:
    """(day, kWh used before it) of registers that count as one, wherever all of them are known.

    Nothing where the readings contradict each other: the days split the kWh then.
    """
    days = {day for span in spans for day in (span.from_on, span.to_on, *dict(span.read))}
    found: list[tuple[date, Decimal]] = []
    for day in sorted(day for day in days if starts_on <= day < ends_on):
        upto = [span.upto(day) for span in spans]
        known = [used for used in upto if used is not None]
        if len(known) == len(upto):
            found.append((day + _DAY, sum(known, Decimal(0))))
    steps = [Decimal(0), *(used for _, used in found), sum((one.used for one in spans), Decimal(0))]
    if steps == sorted(steps):
        yield from found


def maxima_of(
    spans: Sequence[Span], unit: str, starts_on: date, months: Sequence[date]
) -> Iterator[tuple[date, Decimal]]:
    """(last day, highest maximum) of each month in which one was read."""
    read = [one for span in spans if span.unit == unit for one in span.read]
    for before, last in pairwise((starts_on - _DAY, *months)):
        inside = [value for day, value in read if before < day <= last]
        if inside:
            yield last, max(inside)
