"""What was used in a period, and the stretches a period is cut into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

from cashier_app.domain.tariffs.model import PricingRefused
from cashier_app.domain.tariffs.rounding import Rounding

DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
MOST_UNITS = Decimal(10) ** 12
"""kWh, kW, kVA and amperes of a period are below it."""
MOST_AMOUNT = Decimal(10) ** 15
"""Amounts are below it: DECIMAL(18,3) holds no larger ones."""
MOST_DAYS, MOST_MONTHS, MOST_DECIMALS = 3660, 120, 9
WHOLE = Rounding("half up", Decimal(1))
Held = Decimal | None


@dataclass(frozen=True, slots=True)
class Usage:
    """The use of one period; what a tariff does not ask for may be left out.

    `kwh` is the total; with registers it may be left out and is their sum. Both days of the
    period belong to it. `kw` and `kva` are the recorded maximum, `load_kw` and `load_kva` the
    connected load (without it the maximum stands for both). `bills` is how many bills it stands
    for: the one that trues up two estimated ones stands for three, and `given_back` are the last
    days of these two. `maxima` are the recorded maxima of its months: (last day, unit, maximum);
    without any, `kw` and `kva` stand for the whole period. `loads` are the loads that changed
    inside it, each with its last day; without any, `load_kw`, `load_kva` and `amperes` stand.
    `read` holds readings taken on a day inside the period: (day, register or "", kWh used before
    that day).
    """

    kwh: Decimal | None = None
    registers: tuple[tuple[str, Decimal], ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    days: int | None = None
    months: Decimal | None = None
    bills: int = 1
    given_back: tuple[date, ...] = ()
    maxima: tuple[tuple[date, str, Decimal], ...] = ()
    loads: tuple[tuple[date, str, Decimal | None], ...] = ()
    kw: Decimal | None = None
    kva: Decimal | None = None
    previous_kw: Decimal | None = None
    previous_kva: Decimal | None = None
    load_kw: Decimal | None = None
    load_kva: Decimal | None = None
    amperes: Decimal | None = None
    phases: int | None = None
    schemes: frozenset[str] = frozenset()
    given: tuple[tuple[str, Decimal], ...] = ()
    read: tuple[tuple[date, str, Decimal], ...] = ()
    issued_on: date | None = None
    due_on: date | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A checked usage: its total, the registers that make it, its days, how days split kWh."""

    usage: Usage
    total: Decimal
    counted: tuple[str, ...]
    days: int | None
    split: Rounding

    @property
    def whole(self) -> Stretch:
        """The period uncut."""
        return Stretch(self, 0, self.days or 1)

    def day(self, offset: int) -> date | None:
        """The date `offset` days after the first; None when the period has no dates."""
        start = self.usage.starts_on
        return None if start is None else start + offset * DAY

    def days_after(self, ends: Iterable[date]) -> list[int]:
        """Where days that end inside the period cut it, counted from its first."""
        start = self.usage.starts_on
        if start is None or self.days is None:
            return []
        cuts = {(day - start).days + 1 for day in ends}
        return sorted(day for day in cuts if 0 < day < self.days)

    def maximum(self, unit: str, stretch: Stretch) -> Decimal | None:
        """The recorded maximum that holds in a stretch: of its month, or of what follows."""
        usage = self.usage
        whole = usage.kw if unit == "kW" else usage.kva
        return self._held([one for one in usage.maxima if one[1] == unit], stretch, whole)

    def load(self, unit: str, stretch: Stretch) -> Decimal | None:
        """The connected load at the end of a stretch, in kW, kVA or "ampere"."""
        usage = self.usage
        whole = {"kW": usage.load_kw, "kVA": usage.load_kva}.get(unit, usage.amperes)
        return self._held([one for one in usage.loads if one[1] == unit], stretch, whole)

    def _held(self, dated: Sequence[tuple[date, str, Held]], stretch: Stretch, whole: Held) -> Held:
        last = self.day(stretch.end - 1)
        if last is None or not dated:
            return whole
        in_order = sorted(dated, key=lambda one: one[0])
        return next((value for day, _, value in in_order if day >= last), in_order[-1][2])

    def needed_days(self) -> int:
        if self.days is None:
            raise PricingRefused(
                "The number of days is needed: give the first and the last day (--from, --to), "
                "or --days."
            )
        return self.days

    def needed_dates(self) -> tuple[date, date]:
        usage = self.usage
        if usage.starts_on is None or usage.ends_on is None:
            raise PricingRefused("The dates of the period are needed: --from and --to.")
        return usage.starts_on, usage.ends_on

    def used(self, register: str) -> Decimal:
        """KWh of a register, or of all ("")."""
        if not register:
            return self.total
        for name, kwh in self.usage.registers:
            if name == register:
                return kwh
        raise PricingRefused(f"The kWh of the register {register} are missing: --register.")

    def readings(self, register: str) -> list[tuple[int, Decimal]]:
        """Readings inside the period: days after its first, and kWh used before."""
        start, read = self.usage.starts_on, self.usage.read
        if start is None:
            return []
        return sorted(((on - start).days, kwh) for on, name, kwh in read if name == register)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a period from `start` up to, without, `end`, counted from its first.

    `within` is the stretch it was cut from, `cuts` are the days that one was cut on, with its
    ends; the whole period has neither.
    """

    period: Period
    start: int
    end: int
    within: Stretch | None = None
    cuts: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.end - self.start == (self.period.days or 1)

    @property
    def share(self) -> Fraction:
        return Fraction(self.end - self.start, self.period.days or 1)

    @property
    def bills(self) -> Fraction:
        """How many bills it stands for: each that is given back by its days."""
        usage, days = self.period.usage, self.period.days or 1
        ends = [0, *self.period.days_after(usage.given_back), days]
        if len(ends) != usage.bills + 1:
            return self.share * usage.bills
        pairs = [(max(low, self.start), min(high, self.end), high - low) for low, high in
                 pairwise(ends)]  # fmt: skip
        return sum((Fraction(max(high - low, 0), of) for low, high, of in pairs), Fraction(0))

    @property
    def days(self) -> int:
        self.period.needed_days()
        return self.end - self.start

    @property
    def dates(self) -> tuple[date, date] | None:
        """Its first and last day; None when the period has no dates."""
        first, last = self.period.day(self.start), self.period.day(self.end - 1)
        return None if first is None or last is None else (first, last)

    def cut(self, days: Iterable[int]) -> list[Stretch]:
        """Its parts when it is cut on these days; on none inside, itself."""
        inside = sorted({day for day in days if self.start < day < self.end})
        if not inside:
            return [self]
        marks = (self.start, *inside, self.end)
        return [Stretch(self.period, low, high, self, marks) for low, high in pairwise(marks)]

    def used(self, register: str = "") -> Decimal:
        """KWh in it; over the parts of a stretch they add up, and registers to the total."""
        if self.within is None:
            return self.period.used(register)
        if not register and self.period.counted:
            return sum((self.used(name) for name in self.period.counted), Decimal(0))
        upto = self._used_upto(self.within, register)
        return upto[self.end] - upto[self.start]

    def before(self, register: str) -> Decimal:
        """KWh of the period before it."""
        if self.within is None:
            return Decimal(0)
        upto = self._used_upto(self.within, register)
        return self.within.before(register) + upto[self.start]

    def _used_upto(self, whole: Stretch, register: str) -> dict[int, Decimal]:
        """KWh used in the stretch it was cut from up to each cut: read on the day, or by days."""
        before = whole.before(register)
        read = [
            (day, kwh - before)
            for day, kwh in self.period.readings(register)
            if whole.start < day < whole.end
        ]
        known = [(whole.start, Decimal(0)), *read, (whole.end, whole.used(register))]
        upto = dict(known)
        for (low, had), (high, has) in pairwise(known):
            marks = [low, *(day for day in self.cuts if low < day < high), high]
            parts = accumulate(_parts(has - had, marks, self.period.split), initial=had)
            upto.update(zip(marks, parts, strict=True))
        return upto

    def part_of(self, value: Fraction) -> Fraction:
        """Its part of a value by days: whole of a whole value, the last part the remainder."""
        if self.within is None:
            return value
        whole = self.within.part_of(value)
        if whole.denominator != 1:
            return whole * Fraction(self.end - self.start, self.within.end - self.within.start)
        parts = _parts(Decimal(whole.numerator), self.cuts, WHOLE)
        inside = zip(self.cuts, parts, strict=False)
        return Fraction(sum(part for day, part in inside if self.start <= day < self.end))

    def overlap(self, other: Stretch) -> Fraction:
        """How much of `other` lies in this one, from 0 to 1."""
        common = min(self.end, other.end) - max(self.start, other.start)
        return Fraction(max(common, 0), other.end - other.start)


def _parts(value: Decimal, marks: Sequence[int], rounding: Rounding) -> list[Decimal]:
    """`value` by the days between the marks: each part rounded, the last the remainder.

    No part is more than what the parts before it have left.
    """
    days = marks[-1] - marks[0]
    left, parts = value, []
    for low, high in pairwise(marks[:-1]):
        part = min(rounding.whole(Fraction(value) * Fraction(high - low, days)), left)
        parts.append(part)
        left -= part
    return [*parts, left]


def period_of(usage: Usage, uncounted: tuple[str, ...], split: Rounding) -> Period:
    """The usage checked. Raises PricingRefused."""
    _check_days(usage)
    total = _total(usage, uncounted)
    _check_numbers(usage, total)
    _check_given(usage)
    _check_bills(usage)
    counted = tuple(name for name, _ in usage.registers if name not in uncounted)
    period = Period(usage, total, counted, _days(usage), split)
    _check_readings(period)
    return period


def _total(usage: Usage, uncounted: tuple[str, ...]) -> Decimal:
    names = [name for name, _ in usage.registers]
    if len(set(names)) != len(names):
        raise PricingRefused("A register is given twice.")
    counted = [kwh for name, kwh in usage.registers if name not in uncounted]
    summed = sum(counted, Decimal(0))
    if usage.kwh is None:
        if not counted:
            raise PricingRefused("The kWh are missing: --kwh, or --register for each register.")
        return summed
    if counted and summed != usage.kwh:
        raise PricingRefused(f"The registers sum to {summed} kWh, not to {usage.kwh}.")
    return usage.kwh


def _check_days(usage: Usage) -> None:
    days = (usage.starts_on, usage.ends_on, usage.issued_on, usage.due_on, usage.paid_on)
    for day in (*days, *(on for on, _, _ in usage.read)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise PricingRefused(
                f"{day} is not between {FIRST_DAY.year} and {LAST_DAY.year}: is it a mistake?"
            )


def _check_numbers(usage: Usage, total: Decimal) -> None:
    measured = {
        "kWh": total, "kW": usage.kw, "kVA": usage.kva, "earlier kW": usage.previous_kw,
        "earlier kVA": usage.previous_kva, "kW of load": usage.load_kw,
        "kVA of load": usage.load_kva, "amperes": usage.amperes,
        **{f"kWh of the register {name}": kwh for name, kwh in usage.registers},
        **{f"{unit} of load to {day}": load for day, unit, load in usage.loads},
    }  # fmt: skip
    for name, value in measured.items():
        if value is None:
            continue
        if not value.is_finite() or value < 0:
            raise PricingRefused(f"The {name} are {value}: they must not be negative.")
        if value >= MOST_UNITS:
            raise PricingRefused(f"The {name} are {value:f}: they must be below {MOST_UNITS}.")
        _check_decimals(name, value)
    months = usage.months
    if months is not None and not (months.is_finite() and 0 < months <= MOST_MONTHS):
        raise PricingRefused(f"The months must be above zero and at most {MOST_MONTHS}.")


def _check_bills(usage: Usage) -> None:
    if not 1 <= usage.bills <= MOST_MONTHS:
        raise PricingRefused(f"It stands for 1 to {MOST_MONTHS} bills, not for {usage.bills}.")


def _check_decimals(name: str, value: Decimal) -> None:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MOST_DECIMALS:
        raise PricingRefused(f"The {name} have at most {MOST_DECIMALS} decimals.")


def _check_given(usage: Usage) -> None:
    codes = [code for code, _ in usage.given]
    for code, amount in usage.given:
        if codes.count(code) > 1:
            raise PricingRefused(f"The amount of {code} is given twice.")
        if not amount.is_finite() or abs(amount) >= MOST_AMOUNT:
            raise PricingRefused(f"The amount of {code} is too large: at most 15 digits.")
        _check_decimals(f"digits of {code}", amount)


def _days(usage: Usage) -> int | None:
    start, end = usage.starts_on, usage.ends_on
    if (start is None) != (end is None):
        raise PricingRefused("A period has a first and a last day: --from and --to.")
    days = usage.days
    if start is not None and end is not None:
        days = (end - start).days + 1
        if days < 1:
            raise PricingRefused("The last day of the period is before its first.")
        if usage.days is not None and usage.days != days:
            raise PricingRefused(
                f"From {start} to {end} is {days} days, both included, not {usage.days}."
            )
    if days is not None and days < 1:
        raise PricingRefused("A period has at least one day.")
    if days is not None and days > MOST_DAYS:
        raise PricingRefused(f"A period has at most {MOST_DAYS} days, not {days}.")
    return days


def _check_readings(period: Period) -> None:
    for on, register, kwh in period.usage.read:
        start, end = period.needed_dates()
        if not register and period.counted:
            raise PricingRefused(
                f"The reading on {on} names no register: --read-on {on}:{period.counted[0]}=N."
            )
        if not start < on <= end:
            raise PricingRefused(f"The reading on {on} is not inside the period.")
        if not 0 <= kwh <= period.used(register):
            raise PricingRefused(f"{kwh} kWh before {on} are not inside the period's use.")
    for register in {register for _, register, _ in period.usage.read}:
        readings = [kwh for _, kwh in period.readings(register)]
        days = [day for day, _ in period.readings(register)]
        if len(set(days)) != len(days):
            raise PricingRefused("A reading inside the period is given twice for one day.")
        if readings != sorted(readings):
            raise PricingRefused("The readings inside the period go down.")
