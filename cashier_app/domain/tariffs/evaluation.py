"""Prices the charges of a bill, each after the charges it is based on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.amounts import Item, items_of
from cashier_app.domain.tariffs.bases import resolved
from cashier_app.domain.tariffs.conditions import (
    applies,
    by_measure,
    in_season,
    load_fits,
    seasons_of,
)
from cashier_app.domain.tariffs.model import (
    Charge,
    Given,
    Minimum,
    Percent,
    PricingRefused,
    Rate,
    Subtotal,
    Tariff,
    Version,
)
from cashier_app.domain.tariffs.priced import ROUNDING, ZERO, Line
from cashier_app.domain.tariffs.rounding import as_decimal, rounded
from cashier_app.domain.tariffs.scaling import limit_in
from cashier_app.domain.tariffs.usage import DAY, Period, Stretch
from cashier_app.domain.tariffs.words import days as days_words
from cashier_app.domain.tariffs.words import number


@dataclass(frozen=True, slots=True)
class Entry:
    """A charge priced for a stretch: its lines, and the items they were made of."""

    stretch: Stretch
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    exact: Fraction

    @property
    def worth(self) -> Decimal:
        """What it is as a base: a subtotal is what it shows, its rounding is in it."""
        return sum((line.amount for line in self.lines if line.kind != ROUNDING), ZERO)

    def part(self, above: Fraction, upto: Fraction | None) -> Fraction:
        """The amount of the units above `above` up to `upto`; whole items at their lines' cents."""
        pieces = [item.piece for item in self.items if item.piece is not None]
        inside = [piece.between(above, upto) for piece in pieces]
        if all(value == piece.value for value, piece in zip(inside, pieces, strict=True)):
            return Fraction(self.worth)
        if len(self.lines) != len(pieces):
            return sum(inside, Fraction(0))
        return sum(
            (
                Fraction(line.amount) if value == piece.value else value
                for value, piece, line in zip(inside, pieces, self.lines, strict=True)
            ),
            Fraction(0),
        )


@dataclass(slots=True)
class Evaluation:
    """One pass over a bill; `with_prompt` takes the prompt discount off."""

    tariff: Tariff
    period: Period
    stretches: tuple[tuple[Version, Stretch], ...]
    with_prompt: bool
    _entries: dict[str, list[Entry]] = field(default_factory=dict)
    _under_way: list[str] = field(default_factory=list)

    def lines(self) -> list[Line]:
        """All lines, in the order of the newest version's file."""
        codes: list[str] = []
        for version, _ in reversed(self.stretches):
            codes.extend(c.code for c in version.charges if c.code not in codes)
        return [line for code in codes for entry in self.entries(code) for line in entry.lines]

    def entries(self, code: str) -> list[Entry]:
        """The charge, priced once; its bases first."""
        if code in self._entries:
            return self._entries[code]
        if code in self._under_way:
            raise PricingRefused(f"Over two versions the bases of {code} go in a circle.")
        self._under_way.append(code)
        found = [entry for charge, version, stretch in self._cut(code)
                 for entry in self._priced(charge, version, stretch)]  # fmt: skip
        self._under_way.pop()
        self._entries[code] = found
        return found

    def _cut(self, code: str) -> list[tuple[Charge, Version, Stretch]]:
        """The charge with each stretch that it is priced for."""
        holding = [
            (charge, version, stretch)
            for version, stretch in self.stretches
            if (charge := version.charge(code)) is not None
        ]
        charges = {charge for charge, _, _ in holding}
        everywhere = len(holding) == len(self.stretches)
        if len(charges) == 1 and everywhere and _is_of_the_bill(holding[0][0], self.period.whole):
            charge, version, _ = holding[-1]
            return [(charge, version, self.period.whole)]
        return holding

    def _priced(self, charge: Charge, version: Version, stretch: Stretch) -> list[Entry]:
        if charge.is_prompt and not self.with_prompt:
            return []
        if not applies(charge, self.period):
            return []
        return [
            self._entry(charge, version, part, rate)
            for season in in_season(charge, stretch, seasons_of(version.charges))
            for month in by_measure(charge, season)
            if load_fits(charge, month)
            for part, rate in dated(charge, month)
        ]

    def _entry(
        self, charge: Charge, version: Version, stretch: Stretch, rate: Decimal | None
    ) -> Entry:
        if isinstance(charge.terms, Subtotal):
            return self._subtotal(charge, version, stretch)
        if isinstance(charge.terms, Percent | Minimum):
            base = self._base(self._of(charge, version, stretch), charge, stretch)
        else:
            base = Fraction(0)
        items = items_of(charge, stretch, rate, base)
        lines = [self._line(charge, item, stretch) for item in items]
        exact = sum((item.value for item in items), Fraction(0))
        return Entry(stretch, tuple(lines), tuple(items), exact)

    def _of(self, charge: Charge, version: Version, stretch: Stretch) -> tuple[str, ...]:
        """The charges it is based on; over the whole period those of any version that holds."""
        versions = [one for one, _ in self.stretches] if stretch.is_whole else [version]
        codes = (code for one in versions for code in resolved(charge.of, charge.code, one.charges))
        return tuple(dict.fromkeys(codes))

    def base(self, of: Sequence[str]) -> Decimal:
        """The sum of charges over the whole bill, as printed."""
        found = sum((self._amount(code, self.period.whole) for code in of), Fraction(0))
        return as_decimal(found)

    def _base(self, of: Sequence[str], charge: Charge, stretch: Stretch) -> Fraction:
        terms = charge.terms
        if not isinstance(terms, Percent) or terms.part.is_everything:
            of_exact = isinstance(terms, Percent) and terms.of_exact
            return sum((self._amount(code, stretch, of_exact) for code in of), Fraction(0))
        part = terms.part
        above = limit_in(charge, stretch, part.above) if part.above is not None else Fraction(0)
        first = limit_in(charge, stretch, part.first) if part.first is not None else None
        entries = [entry for code in of for entry in self.entries(code)]
        if any(stretch.overlap(entry.stretch) not in {0, 1} for entry in entries):
            raise PricingRefused(f"{charge.label}: its base is not cut on the same days.")
        inside = [entry for entry in entries if stretch.overlap(entry.stretch) == 1]
        return sum((entry.part(above, first) for entry in inside), Fraction(0))

    def _amount(self, code: str, stretch: Stretch, of_exact: bool = False) -> Fraction:
        found = Fraction(0)
        for entry in self.entries(code):
            worth = entry.exact if of_exact else Fraction(entry.worth)
            found += worth * stretch.overlap(entry.stretch)
        return found

    def exact_total(self) -> Decimal:
        """The sum of all counted charges before their rounding."""
        codes = {charge.code for version, _ in self.stretches for charge in version.charges}
        found = Fraction(0)
        for code in codes:
            for entry in self.entries(code):
                if any(line.is_counted and line.kind != ROUNDING for line in entry.lines):
                    found += entry.exact
        return as_decimal(found)

    def _subtotal(self, charge: Charge, version: Version, stretch: Stretch) -> Entry:
        of = self._of(charge, version, stretch)
        exact = sum((self._amount(code, stretch) for code in of), Fraction(0))
        unrounded = sum((self._amount(code, stretch, of_exact=True) for code in of), Fraction(0))
        shown = rounded(exact, charge.rounding)
        item = Item(Fraction(shown), None, "", None, charge.label, "")
        lines = [self._line(charge, item, stretch)]
        off = shown - as_decimal(exact)
        if off:
            lines.insert(0, rounding_line(charge.code, f"{charge.label}, rounding", off))
        return Entry(stretch, tuple(lines), (), unrounded)

    def _line(self, charge: Charge, item: Item, stretch: Stretch) -> Line:
        dates = None if stretch.is_whole else stretch.dates
        cut = f", {days_words(dates)}" if dates else ""
        amount = rounded(item.value, charge.rounding)
        piece = item.piece
        detail = "; ".join(part for part in (item.detail, days_words(dates, year=True)) if part)
        return Line(
            charge.code,
            charge.kind,
            f"{item.label}{cut}",
            detail or number(amount),
            None if item.quantity is None else as_decimal(item.quantity),
            item.unit,
            item.price,
            amount,
            charge.is_counted,
            None if piece is None else as_decimal(piece.floor),
            None if piece is None or piece.limit is None else as_decimal(piece.limit),
            dates[0] if dates else None,
            dates[1] if dates else None,
        )


def rounding_line(code: str, label: str, off: Decimal) -> Line:
    """The difference that a rounding makes."""
    return Line(code, ROUNDING, label, label, None, "", None, off)


def _is_of_the_bill(charge: Charge, whole: Stretch) -> bool:
    """Priced once over the whole period when nothing about it changed inside."""
    terms = charge.terms
    if charge.when.calendar_months or len(by_measure(charge, whole)) > 1:
        return False
    if isinstance(terms, Percent):
        return terms.part.is_everything and not (terms.rate and terms.rate.dated)
    return isinstance(terms, Minimum | Subtotal | Given)


def dated(charge: Charge, stretch: Stretch) -> list[tuple[Stretch, Decimal | None]]:
    """The stretch, cut where a rate with days of its own changes, with the rate of each part."""
    rate: Rate | None = getattr(charge.terms, "rate", None)
    if rate is None or not rate.dated:
        return [(stretch, None if rate is None else rate.value)]
    first, last = stretch.period.needed_dates()
    if rate.dated_by != "split":
        return [(stretch, _rate_on(charge, rate, first if rate.dated_by == "start" else last))]
    parts = stretch.cut((day - first).days for day, _ in rate.dated)
    return [(part, _rate_on(charge, rate, first + part.start * DAY)) for part in parts]


def _rate_on(charge: Charge, rate: Rate, day: date) -> Decimal:
    holding = [value for start, value in rate.dated if start <= day]
    if not holding:
        raise PricingRefused(f"{charge.label}: the file has no rate for {day}.")
    return holding[-1]


def payable_line(amount: Decimal, payable: Decimal, label: str) -> Line | None:
    """The line that makes a sum payable; None when it already is."""
    off = payable - amount
    return rounding_line(ROUNDING, label, off) if off else None
