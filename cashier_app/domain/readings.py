"""Meter readings: what was used between two of them, and which ones a person must look at first.

Energy registers count up and wrap at 10^dials; a demand register (kW, kVA) shows the period's
maximum. Values are in register units; only consumption has the multiplier in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from cashier_app.domain.errors import Refused

ZERO = Decimal(0)
AVERAGED_PERIODS = 3
"""Actual periods behind an average and an estimate."""
MOST_ESTIMATES = 2
"""Estimated readings in a row; then somebody must read the meter."""


class Status(StrEnum):
    """What a stored reading is worth; only a held one is never billed."""

    ACTUAL = "actual"
    ESTIMATED = "estimated"
    HELD = "held"


class Kind(StrEnum):
    """Why a reading was taken."""

    INITIAL = "initial"
    """The meter was fitted."""
    PERIOD = "period"
    FINAL = "final"
    """The meter was removed."""


class Hold(StrEnum):
    """Why a reading waits for a person."""

    LOWER = "lower"
    """Lower than before, and not a plausible wrap of the dial."""
    HIGH = "high"
    LOW = "low"
    ZERO = "zero"
    """Nothing used, though the supply is on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a reading is held; each is a setting of the utility (`reading_…`)."""

    high_factor: Decimal = Decimal(3)
    """More per day than this many times the average is held."""
    low_factor: Decimal = Decimal("0.25")
    small_per_day: Decimal = Decimal(1)
    """Register units per day up to which nobody is bothered about high or low."""
    first_per_day: Decimal = Decimal(200)
    """The high limit of a register without an actual period."""
    wrap_share: Decimal = Decimal("0.9")
    """A wrap is believed when the last value lay above this share of the dial."""

    def high(self, average: Decimal | None) -> Decimal:
        """Most units per day that pass by themselves."""
        if average is None:
            return self.first_per_day
        return max(average * self.high_factor, self.small_per_day)

    def low(self, average: Decimal | None) -> Decimal:
        """Fewest units per day that pass by themselves."""
        if average is None or average <= self.small_per_day:
            return ZERO
        return average * self.low_factor


@dataclass(frozen=True, slots=True)
class Register:
    """One counting work of a meter."""

    dials: int
    multiplier: Decimal = Decimal(1)
    unit: str = "kWh"

    @property
    def is_demand(self) -> bool:
        """True for a maximum (kW, kVA), which does not count up."""
        return not self.unit.endswith("h")

    @property
    def dial(self) -> int:
        """The first value that the register cannot show."""
        return int(10**self.dials)


@dataclass(frozen=True, slots=True)
class Reading:
    """A register's value on a day."""

    read_on: date
    value: Decimal
    status: Status = Status.ACTUAL
    kind: Kind = Kind.PERIOD

    @property
    def is_actual(self) -> bool:
        return self.status is Status.ACTUAL


@dataclass(frozen=True, slots=True)
class Span:
    """What a register counted between two readings, in register units (no multiplier)."""

    start: Reading
    end: Reading
    units: Decimal

    @property
    def days(self) -> int:
        return (self.end.read_on - self.start.read_on).days


def units_between(register: Register, previous: Decimal, current: Decimal) -> Decimal:
    """Register units from one value to the next; a lower one means that the dial went round."""
    if register.is_demand:
        return current
    return current - previous if current >= previous else current + register.dial - previous


def actual_spans(
    register: Register, history: Sequence[Reading], most: int = AVERAGED_PERIODS
) -> tuple[Span, ...]:
    """The last periods from one actual reading to the next, oldest first.

    A period that was estimated in between is part of the longer one that trued it up.
    """
    actual = [reading for reading in history if reading.is_actual]
    pairs = [
        Span(before, after, units_between(register, before.value, after.value))
        for before, after in itertools.pairwise(actual)
        if after.read_on > before.read_on
    ]
    return tuple(pairs[-most:])


def average_per_day(register: Register, history: Sequence[Reading]) -> Decimal | None:
    """Units per day over the last three actual periods; None without one.

    Of a demand register it is the plain mean of the recorded maxima.
    """
    spans = actual_spans(register, history)
    if not spans:
        return None
    units = sum((span.units for span in spans), ZERO)
    if register.is_demand:
        return units / len(spans)
    return units / sum(span.days for span in spans)


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a register's place when a reading comes in. All dates are inclusive."""

    register: Register
    history: tuple[Reading, ...] = ()
    """Actual and estimated readings of this fitting, oldest first."""
    fitted_on: date | None = None
    """None: the meter stands nowhere on that day."""
    removed_on: date | None = None
    supply_on: bool = True

    @property
    def last(self) -> Reading | None:
        return self.history[-1] if self.history else None

    @property
    def last_actual(self) -> Reading | None:
        return next((found for found in reversed(self.history) if found.is_actual), None)

    @property
    def average(self) -> Decimal | None:
        """Units per day (of a demand register: units) of the last three actual periods."""
        return average_per_day(self.register, self.history)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a reading that may be stored."""

    status: Status
    hold: Hold | None = None
    units: Decimal | None = None
    """Register units since the last actual reading; None for a first reading."""
    days: int = 0
    average: Decimal | None = None
    wrapped: bool = False

    @property
    def per_day(self) -> Decimal | None:
        """Units a day since the last actual reading."""
        return self.units / self.days if self.units is not None and self.days else None


def judge(place: Place, value: Decimal, read_on: date, limits: Limits, today: date) -> Judgement:
    """Whether an actual reading counts or waits, and why (domain: readings).

    It is compared with the last *actual* one: an estimate that was too high is trued up, no
    error. Raises Refused for what can be no reading: negative_reading, beyond_dial,
    reading_in_future, meter_not_fitted, reading_before_last, reading_twice.
    """
    refuse_impossible(place, value, read_on, today)
    before, register, average = place.last_actual, place.register, place.average
    if before is None:
        return Judgement(Status.ACTUAL)
    days = (read_on - before.read_on).days
    if register.is_demand:
        return _judge_demand(place, value, days, limits)
    units = units_between(register, before.value, value)
    wrapped = value < before.value
    per_day = units / max(days, 1)
    hold: Hold | None = None
    if wrapped and not (
        before.value >= register.dial * limits.wrap_share and per_day <= limits.high(average)
    ):
        hold = Hold.LOWER
    elif units == 0:
        hold = Hold.ZERO if place.supply_on else None
    elif per_day > limits.high(average):
        hold = Hold.HIGH
    elif place.supply_on and per_day < limits.low(average):
        hold = Hold.LOW
    return Judgement(_status(hold), hold, units, days, average, wrapped)


def _judge_demand(place: Place, value: Decimal, days: int, limits: Limits) -> Judgement:
    """A maximum is compared with the maxima before it."""
    average = place.average
    hold: Hold | None = None
    if value == 0:
        hold = Hold.ZERO if place.supply_on else None
    elif average is not None and value > max(average * limits.high_factor, limits.small_per_day):
        hold = Hold.HIGH
    return Judgement(_status(hold), hold, value, days, average)


def _status(hold: Hold | None) -> Status:
    return Status.ACTUAL if hold is None else Status.HELD


def refuse_impossible(place: Place, value: Decimal, read_on: date, today: date) -> None:
    """Raises Refused for a value or a date that no reading of this meter can have."""
    if value < 0:
        raise Refused("negative_reading", {"value": f"{value:f}"})
    if value >= place.register.dial:
        raise Refused("beyond_dial", {"value": f"{value:f}", "dials": str(place.register.dials)})
    if read_on > today:
        raise Refused("reading_in_future", {"day": read_on.isoformat()})
    fitted = place.fitted_on
    if fitted is None or read_on < fitted or (place.removed_on or read_on) < read_on:
        raise Refused("meter_not_fitted", {"day": read_on.isoformat()})
    last = place.last
    if last is not None and read_on <= last.read_on:
        facts = {"day": read_on.isoformat(), "last": last.read_on.isoformat()}
        twice = read_on == last.read_on
        raise Refused("reading_twice" if twice else "reading_before_last", facts)


def estimate(place: Place, read_on: date) -> Decimal:
    """The value that the register should show: average per day × days, in whole units.

    Raises Refused: no_history (no actual period), too_many_estimates (two in a row stand).
    The caller has checked the day with `refuse_impossible`.
    """
    average, last = place.average, place.last
    if average is None or last is None:
        raise Refused("no_history")
    refuse_estimate(place)
    if place.register.is_demand:
        return _whole(average)
    days = (read_on - last.read_on).days
    return (last.value + _whole(average * days)) % place.register.dial


def refuse_estimate(place: Place) -> None:
    """Raises Refused (too_many_estimates) when two estimated readings in a row stand already."""
    newest = place.history[-MOST_ESTIMATES:]
    if len(newest) == MOST_ESTIMATES and not any(reading.is_actual for reading in newest):
        raise Refused("too_many_estimates", {"last": newest[-1].read_on.isoformat()})


def _whole(units: Decimal) -> Decimal:
    return units.quantize(Decimal(1), ROUND_HALF_UP)
