"""A bill run: one price for each distinct use, and the late charges that stand on the bill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cashier_app.domain.bill_late import LatePosting, check_late, late_postings, thousandths
from cashier_app.domain.bill_parts import (
    NO_LOAD,
    NOTHING,
    Load,
    Past,
    Span,
    in_turn,
    loads_of,
    maxima_of,
    months_of,
    read_inside,
    terms_of,
)
from cashier_app.domain.money import ZERO
from cashier_app.domain.tariffs import PricingRefused, Tariff, Usage, price
from cashier_app.domain.tariffs.evaluation import rounding_line
from cashier_app.domain.tariffs.model import Version
from cashier_app.domain.tariffs.priced import ROUNDING, Line, Priced

ENGINE = 3
"""One more whenever the same use comes to another bill: what waits to be issued is priced anew."""
OnStep = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, of how much; may raise to stop."""
DEMAND_UNITS = ("kW", "kVA")


@dataclass(frozen=True, slots=True)
class Use:
    """Everything that decides what a bill comes to; accounts with the same use pay the same.

    `registers` are (code, unit, consumption or recorded maximum). Both days belong to the period.
    """

    tariff: str
    starts_on: date
    ends_on: date
    registers: tuple[tuple[str, str, Decimal], ...]
    load: Load = NO_LOAD
    """On its last day."""
    schemes: frozenset[str] = frozenset()
    maxima_before: tuple[tuple[str, Decimal], ...] = ()
    """(unit, highest maximum of the year before), for a ratchet; a unit without any has none."""
    bills: int = 1
    """This one, and those that it gives back when it trues them up."""
    given_back: tuple[date, ...] = ()
    """The last days of these."""
    spans: tuple[Span, ...] = ()
    """The registers with what was read inside the period."""
    past: Past = NOTHING
    """What the connection had before; asked only where the bill stands for several months."""

    @property
    def months(self) -> tuple[date, ...]:
        """The last day of each of its months."""
        return months_of(self.starts_on, self.ends_on, self.given_back, self.spans)

    @property
    def tariffs(self) -> tuple[str, ...]:
        """Every tariff that it is priced by."""
        terms = terms_of(self.past, self.starts_on, self.months)
        return tuple(dict.fromkeys((*(term.tariff for term in terms), self.tariff)))


@dataclass(frozen=True, slots=True)
class PricedUse:
    """A use with its price; the bill keeps all of it."""

    valid_from: date | None
    kwh: Decimal
    """What counts as used: without the registers that the tariff leaves uncounted."""
    lines: tuple[Line, ...]
    total: Decimal
    discount: Decimal
    discount_until: date | None
    late: tuple[LatePosting, ...]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """A cycle is a month; `route` "" is every route."""

    cycle: date
    route: str
    issue_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run comes to, beside the cycle before it."""

    bills: int
    kwh: Decimal
    amount: Decimal
    estimated: int
    exceptions: int
    before_bills: int
    before_kwh: Decimal
    before_amount: Decimal
    again: int = 0
    """Bills for who had one of this month that was cancelled."""
    standing: int = 0
    """Bills of this month that stand; who has one gets no other."""


@dataclass(frozen=True, slots=True)
class RunException:
    """A connection that this run does not bill, and why."""

    connection_no: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands. `state` is "open", "issuing", "issued" or "dropped"."""

    run_id: int
    order: RunOrder
    state: str
    items: int
    issued: int
    amount: Decimal = ZERO
    """What the bills issued so far come to."""
    pricing: int = 0
    """Which pricing of the run this is; an older one is issued no more."""


@dataclass(frozen=True, slots=True)
class RunPreview:
    """A priced run: nothing of it is issued."""

    run: Run
    totals: RunTotals
    exceptions: tuple[RunException, ...]


@dataclass(frozen=True, slots=True)
class RunDesk:
    """What stands before a new run: the routes (code, name), runs not ended, the last that are."""

    routes: tuple[tuple[str, str], ...]
    waiting: tuple[Run, ...]
    ended: tuple[Run, ...]


def price_use(use: Use, tariff: Tariff, order: RunOrder) -> PricedUse:
    """What the bills of this use come to. Raises PricingRefused with what is missing."""
    usage = usage_of(use, tariff, order)
    priced = price(tariff, usage)
    check_late(tariff)
    version = version_on(tariff, use.ends_on)
    prompt = priced.prompt
    return PricedUse(
        valid_from=version.valid_from,
        kwh=_counted(_energy(use), tariff),
        lines=_stored(priced, version.payable_label),
        total=priced.total,
        discount=max(prompt.amount, ZERO) if prompt else ZERO,
        discount_until=prompt.until if prompt else None,
        late=tuple(late_postings(version.late, priced, order.due_on)),
    )


def version_on(tariff: Tariff, day: date) -> Version:
    """The version that holds on a day that was priced."""
    return next(v for v in reversed(tariff.versions) if (v.valid_from or date.min) <= day)


def _stored(priced: Priced, label: str) -> tuple[Line, ...]:
    """The counted lines in thousandths, as the books hold them; they still make the total.

    Only a tariff that rounds no lines has more decimals: what is lost is added to its rounding.
    """
    counted = [line for line in priced.lines if line.is_counted]
    lines = [replace(line, amount=thousandths(line.amount)) for line in counted]
    off = priced.total - sum((line.amount for line in lines), ZERO)
    if off and lines and lines[-1].code == ROUNDING:
        lines[-1] = replace(lines[-1], amount=lines[-1].amount + off)
    elif off:
        lines.append(rounding_line(ROUNDING, label, off))
    return tuple(line for line in lines if line.amount or line.kind != ROUNDING)


def usage_of(use: Use, tariff: Tariff, order: RunOrder) -> Usage:
    """The use as pricing takes it; registers by name only where the tariff prices them so."""
    named = {r for v in tariff.versions for c in v.charges for r in c.registers}
    energy = _energy(use)
    maxima = _highest(use.registers)
    before = dict.fromkeys(maxima, ZERO) | dict(use.maxima_before)
    # Half a month is one more: 45 days are two months, and 75 are three.
    counted = (Decimal((use.ends_on - use.starts_on).days + 1) / 30).quantize(
        Decimal(1), ROUND_HALF_UP
    )
    return Usage(
        kwh=None if named else _counted(energy, tariff),
        registers=_by_name(energy) if named else (),
        starts_on=use.starts_on,
        ends_on=use.ends_on,
        months=max(counted, Decimal(1)),
        bills=use.bills,
        given_back=use.given_back,
        maxima=tuple(_maxima(use)),
        read=tuple(_read(use, tariff, is_named=bool(named))),
        kw=maxima.get("kW"),
        kva=maxima.get("kVA"),
        previous_kw=before.get("kW"),
        previous_kva=before.get("kVA"),
        loads=tuple(loads_of(use.past, use.starts_on, use.months)),
        load_kw=use.load.kw,
        load_kva=use.load.kva,
        amperes=use.load.amperes,
        schemes=use.schemes,
        issued_on=order.issue_on,
        due_on=order.due_on,
    )


def _energy(use: Use) -> list[tuple[str, Decimal]]:
    """(register, kWh) of every meter."""
    return [(code, used) for code, unit, used in use.registers if unit == "kWh"]


def _counted(energy: list[tuple[str, Decimal]], tariff: Tariff) -> Decimal:
    """The total kWh, as the tariff counts it."""
    return sum((used for code, used in energy if code not in tariff.uncounted), ZERO)


def _read(use: Use, tariff: Tariff, *, is_named: bool) -> Iterator[tuple[date, str, Decimal]]:
    """What is known of the days inside the period."""
    energy = [span for span in use.spans if span.unit == "kWh"]
    if is_named:
        groups = {name: [one for one in energy if one.code == name] for name, _ in _energy(use)}
    else:
        groups = {"": [one for one in energy if one.code not in tariff.uncounted]}
    for name, spans in sorted(groups.items()):
        for day, used in read_inside(spans, use.starts_on, use.ends_on):
            yield day, name, used


def _maxima(use: Use) -> Iterator[tuple[date, str, Decimal]]:
    """The maximum of each of several months."""
    months = use.months
    for unit in DEMAND_UNITS if len(months) > 1 else ():
        for last, highest in maxima_of(use.spans, unit, use.starts_on, months):
            yield last, unit, highest


def _highest(registers: tuple[tuple[str, str, Decimal], ...]) -> dict[str, Decimal]:
    """The maximum by unit: of a meter that was replaced, the higher of the two."""
    found: dict[str, Decimal] = {}
    for _, unit, used in registers:
        if unit in DEMAND_UNITS:
            found[unit] = max(used, found.get(unit, ZERO))
    return found


def _by_name(energy: list[tuple[str, Decimal]]) -> tuple[tuple[str, Decimal], ...]:
    """Registers of the same name, of meters side by side or one after the other, add up."""
    sums: dict[str, Decimal] = {}
    for code, used in energy:
        sums[code] = sums.get(code, ZERO) + used
    return tuple(sorted(sums.items()))


def priced_or_refused(use: Use, tariffs: Mapping[str, Tariff], order: RunOrder) -> PricedUse | str:
    """The price, or why there is none, in words for the list of exceptions; "" has no tariff."""
    if not use.tariff:
        return ""
    terms = terms_of(use.past, use.starts_on, use.months)
    try:
        if len(terms) < 2:
            return price_use(use, tariffs[use.tariff], order)
        changing = replace(use, schemes=frozenset())
        found = price_use(changing, in_turn(terms, tariffs), order)
        return replace(found, valid_from=version_on(tariffs[use.tariff], use.ends_on).valid_from)
    except PricingRefused as refused:
        return str(refused)
