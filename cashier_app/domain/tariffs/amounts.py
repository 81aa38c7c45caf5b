"""The exact, unrounded items of one charge in one stretch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs import words
from cashier_app.domain.tariffs.blocks import Piece, non_telescopic, place_of, telescopic
from cashier_app.domain.tariffs.conditions import load_of
from cashier_app.domain.tariffs.model import (
    Band,
    Block,
    Charge,
    Demand,
    Fixed,
    Given,
    Minimum,
    Percent,
    PerUnit,
    PricingRefused,
    Quantity,
    Schedule,
    Schedules,
    TimeOfUse,
)
from cashier_app.domain.tariffs.scaling import limit_factor, limit_in, months_in
from cashier_app.domain.tariffs.usage import Stretch

KWH = "kWh"


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes one line: its exact signed value and how it came about."""

    value: Fraction
    quantity: Fraction | None
    unit: str
    price: Decimal | None
    label: str
    detail: str
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One charge in one stretch, with the rate of its days and the sum of its bases."""

    charge: Charge
    stretch: Stretch
    rate: Decimal | None
    base: Fraction


def items_of(charge: Charge, stretch: Stretch, rate: Decimal | None, base: Fraction) -> list[Item]:
    """The items of a charge, bounded and signed. Raises PricingRefused."""
    asked = Asked(charge, stretch, rate, base)
    return [_signed(asked, item) for item in _ITEMS[type(charge.terms)](asked, charge.terms)]


def _signed(asked: Asked, item: Item) -> Item:
    charge = asked.charge
    value, bound = item.value, ""
    share = asked.stretch.bills
    if charge.at_least is not None and value < (low := Fraction(charge.at_least) * share):
        value, bound = low, f"at least {words.number(low)}"
    if charge.at_most is not None and value > (high := Fraction(charge.at_most) * share):
        value, bound = high, f"at most {words.number(high)}"
    if not bound and not charge.is_credit:
        return item
    detail = f"{item.detail}; {bound}" if bound else item.detail
    sign = -1 if charge.is_credit else 1
    return Item(value * sign, item.quantity, item.unit, item.price, item.label, detail, item.piece)


def _per_unit(asked: Asked, terms: PerUnit) -> list[Item]:
    charge, stretch = asked.charge, asked.stretch
    price = asked.rate or Decimal(0)
    used = _billed(asked, Fraction(stretch.used(terms.register)), terms.quantity, is_kwh=True)
    low = Fraction(0)
    if terms.part.above is not None:
        low = limit_in(charge, stretch, terms.part.above)
    high = used
    if terms.part.first is not None:
        high = min(used, limit_in(charge, stretch, terms.part.first))
    units = max(high - low, Fraction(0))
    piece = Piece(min(low, used), min(low, used) + units, price, units * Fraction(price), floor=low)
    part = "" if terms.part.is_everything else f"; of {words.number(used)} kWh"
    label = f"{charge.label}, {words.number(units)} kWh at {words.number(price)}"
    detail = f"{words.number(units)} kWh {words.TIMES} {words.number(price)}{part}"
    return [Item(piece.value, units, KWH, price, label, detail, piece)]


def _blocks(asked: Asked, terms: Schedules) -> list[Item]:
    charge, stretch = asked.charge, asked.stretch
    schedule, total = _schedule(asked, terms)
    units = _billed(asked, Fraction(stretch.used(terms.register)), terms.quantity, is_kwh=True)
    if schedule.telescopic:
        pieces = telescopic(
            schedule.blocks,
            [_limit(asked, block) for block in schedule.blocks],
            units,
            limit_factor(charge, stretch),
        )
    else:
        whole = stretch.period.whole
        limits = [
            None if block.upto is None else limit_in(charge, whole, block.upto)
            for block in schedule.blocks
        ]
        chosen = place_of(total, limits)
        pieces = non_telescopic(schedule.blocks, limits, chosen, units)
    if charge.is_one_line:
        return [_one_line(charge, pieces)]
    return [_piece_item(charge, schedule, piece, KWH) for piece in pieces]


def _schedule(asked: Asked, terms: Schedules) -> tuple[Schedule, Fraction]:
    """The schedule of the period's total, and that total."""
    period = asked.stretch.period
    register = terms.register if terms.chosen_by == "register" else ""
    total = _billed(asked, Fraction(period.used(register)), terms.quantity, is_kwh=True)
    limits = [
        None if one.upto is None else limit_in(asked.charge, period.whole, one.upto)
        for one in terms.schedules
    ]
    return terms.schedules[place_of(total, limits)], total


def _limit(asked: Asked, block: Block) -> Fraction | None:
    return None if block.upto is None else limit_in(asked.charge, asked.stretch, block.upto)


def _piece_item(charge: Charge, schedule: Schedule, piece: Piece, unit: str) -> Item:
    is_first = piece.low == 0
    if len(schedule.blocks) == 1 or not schedule.telescopic:
        text = f"{words.number(piece.units)} {unit} at {words.number(piece.price or Decimal(0))}"
    else:
        text = words.block(piece, unit, is_first)
    price = "one amount" if piece.price is None else f"{words.TIMES} {words.number(piece.price)}"
    detail = f"{words.number(piece.units)} {unit} {price}; {words.block_range(piece, unit)}"
    return Item(
        piece.value, piece.units, unit, piece.price, f"{charge.label}, {text}", detail, piece
    )


def _one_line(charge: Charge, pieces: list[Piece]) -> Item:
    parts = [
        f"{words.number(piece.units)} kWh "
        + ("one amount" if piece.price is None else f"{words.TIMES} {words.number(piece.price)}")
        for piece in pieces
    ]
    units = sum((piece.units for piece in pieces), Fraction(0))
    value = sum((piece.value for piece in pieces), Fraction(0))
    label = f"{charge.label}, {words.number(units)} kWh"
    whole = Piece(Fraction(0), units, None, value)
    return Item(value, units, KWH, None, label, " + ".join(parts), whole)


def _time_of_use(asked: Asked, terms: TimeOfUse) -> list[Item]:
    charge, stretch = asked.charge, asked.stretch
    priced = {name for name, _ in terms.prices}
    unknown = [name for name, _ in stretch.period.usage.registers if name not in priced]
    if unknown:
        raise PricingRefused(f"{charge.label}: the register {unknown[0]} has no price.")
    items = []
    for name, price in terms.prices:
        units = Fraction(stretch.used(name))
        text = f"{words.number(units)} kWh at {words.number(price)}"
        label = f"{charge.label}, {name.replace('_', ' ')}, {text}"
        detail = f"{words.number(units)} kWh {words.TIMES} {words.number(price)}"
        items.append(Item(units * Fraction(price), units, KWH, price, label, detail))
    return items


def _fixed(asked: Asked, terms: Fixed) -> list[Item]:
    charge = asked.charge
    factor, unit = _times(asked, terms.per, terms.days_in_year)
    if not terms.load_unit:
        price = _chosen(asked, terms.bands, terms.chosen_by) if terms.bands else asked.rate
        return [_by_time(charge, price or Decimal(0), factor, unit)]
    load = Fraction(load_of(charge, asked.stretch, terms.load_unit))
    load = _billed(asked, load, terms.quantity, is_kwh=False)
    if terms.blocks:
        return _load_blocks(asked, terms.blocks, load, terms.load_unit, (factor, unit))
    price = _chosen(asked, terms.bands, terms.chosen_by) if terms.bands else asked.rate
    return [_by_load(charge, price or Decimal(0), load, terms.load_unit, factor, unit)]


def _by_time(charge: Charge, price: Decimal, factor: Fraction, unit: str) -> Item:
    value = Fraction(price) * factor
    if factor == 1:
        return Item(value, None, "", None, charge.label, words.number(price))
    label = f"{charge.label}, {words.short(factor)} {unit}{'' if factor == 1 else 's'}"
    detail = f"{words.short(factor)} {unit}s {words.TIMES} {words.number(price)}"
    return Item(value, factor, unit, price, label, detail)


def _by_load(
    charge: Charge, price: Decimal, load: Fraction, load_unit: str, factor: Fraction, unit: str
) -> Item:
    text = words.units(load, load_unit)
    label = f"{charge.label}, {text}"
    detail = f"{text} {words.TIMES} {words.number(price)}"
    if factor != 1:
        label += f", {words.short(factor)} {unit}s"
        detail += f" {words.TIMES} {words.short(factor)} {unit}s"
    value = load * Fraction(price) * factor
    quantity, shown = (load, price) if factor == 1 else (load * factor, price)
    unit_shown = load_unit if factor == 1 else f"{load_unit} {unit}"
    return Item(value, quantity, unit_shown, shown, label, detail)


def _load_blocks(
    asked: Asked, blocks: tuple[Block, ...], load: Fraction, unit: str, times: tuple[Fraction, str]
) -> list[Item]:
    factor, per = times
    limits = [None if block.upto is None else Fraction(block.upto) for block in blocks]
    schedule = Schedule(None, blocks, telescopic=True)
    items = []
    for piece in telescopic(blocks, limits, load, Fraction(1)):
        item = _piece_item(asked.charge, schedule, piece, unit)
        if factor != 1:
            count = None if item.quantity is None else item.quantity * factor
            item = replace(
                item, value=item.value * factor, quantity=count, unit=f"{unit} {per}",
                detail=f"{item.detail}; {words.TIMES} {words.short(factor)}",
            )  # fmt: skip
        items.append(item)
    return items


def _demand(asked: Asked, terms: Demand) -> list[Item]:
    charge, usage = asked.charge, asked.stretch.period.usage
    recorded = asked.stretch.period.maximum(terms.unit, asked.stretch)
    previous = usage.previous_kw if terms.unit == "kW" else usage.previous_kva
    option = terms.unit.lower()
    if recorded is None:
        raise PricingRefused(f"{charge.label}: the recorded {terms.unit} are missing: --{option}.")
    billed, why = Fraction(recorded), ""
    if terms.ratchet_percent is not None:
        if previous is None:
            raise PricingRefused(
                f"{charge.label}: the earlier maximum is missing: --previous-{option}."
            )
        floor = Fraction(previous) * Fraction(terms.ratchet_percent) / 100
        if floor > billed:
            billed = floor
            why = f"{words.number(terms.ratchet_percent)} % of the earlier {words.number(previous)}"
    if terms.load_percent is not None:
        load = load_of(charge, asked.stretch, terms.unit)
        floor = Fraction(load) * Fraction(terms.load_percent) / 100
        if floor > billed:
            billed, why = floor, f"{words.number(terms.load_percent)} % of the load"
    billed = _billed(asked, billed, terms.quantity, is_kwh=False)
    factor, unit = _times(asked, terms.per, Decimal(365))
    if terms.blocks:
        return _load_blocks(asked, terms.blocks, billed, terms.unit, (factor, unit))
    item = _by_load(charge, terms.price or Decimal(0), billed, terms.unit, factor, unit)
    if not why:
        return [item]
    detail = f"{item.detail}; {why}"
    return [Item(item.value, item.quantity, item.unit, item.price, item.label, detail)]


def _minimum(asked: Asked, terms: Minimum) -> list[Item]:
    charge = asked.charge
    factor, _ = _times(asked, terms.per, Decimal(365))
    least = Fraction(terms.amount) * factor
    if terms.load_unit:
        least *= Fraction(load_of(charge, asked.stretch, terms.load_unit))
    missing = least - asked.base
    if missing <= 0:
        return []
    detail = f"{words.number(least)} at least, {words.named(terms.of)} {words.number(asked.base)}"
    return [Item(missing, None, "", None, charge.label, detail)]


def _percent(asked: Asked, terms: Percent) -> list[Item]:
    charge = asked.charge
    percent = _chosen(asked, terms.bands, KWH) if terms.bands else asked.rate or Decimal(0)
    whole = 100 + Fraction(percent) if terms.included else Fraction(100)
    value = asked.base * Fraction(percent) / whole
    text = f"{words.number(percent)} % of {words.named(terms.of)}"
    inside = ", included" if terms.included else ""
    detail = f"{words.number(percent)} % of {words.number(asked.base)}{inside}"
    return [Item(value, None, "", None, f"{charge.label}, {text}{inside}", detail)]


def _given(asked: Asked, terms: Given) -> list[Item]:
    charge = asked.charge
    for code, amount in asked.stretch.period.usage.given:
        if code == charge.code:
            return [Item(Fraction(amount), None, "", None, charge.label, "")]
    if terms.default is None:
        raise PricingRefused(f"{charge.label}: its amount is missing: --amount {charge.code}=N.")
    return [Item(Fraction(terms.default), None, "", None, charge.label, "")]


def _billed(asked: Asked, value: Fraction, quantity: Quantity, *, is_kwh: bool) -> Fraction:
    """The quantity that is billed: rounded, and at least what the tariff says."""
    if quantity.rounding is not None:
        value = Fraction(quantity.rounding.whole(value))
    if quantity.at_least is None:
        return value
    least = Fraction(quantity.at_least)
    return max(value, limit_in(asked.charge, asked.stretch, quantity.at_least) if is_kwh else least)


def _chosen(asked: Asked, bands: tuple[Band, ...], chosen_by: str) -> Decimal:
    """The value of the band that the period's total, or its load, falls in."""
    period = asked.stretch.period
    if chosen_by == KWH:
        measure = Fraction(period.total)
        limits = [
            None if band.upto is None else limit_in(asked.charge, period.whole, band.upto)
            for band in bands
        ]
    else:
        measure = Fraction(load_of(asked.charge, asked.stretch, chosen_by))
        limits = [None if band.upto is None else Fraction(band.upto) for band in bands]
    return bands[place_of(measure, limits)].value


def _times(asked: Asked, per: str, days_in_year: Decimal) -> tuple[Fraction, str]:
    """How often an amount is due in a stretch, and of what."""
    stretch = asked.stretch
    if per == "month":
        return months_in(asked.charge.months, stretch), "month"
    if per == "day":
        return Fraction(stretch.days), "day"
    if per == "year":
        return Fraction(stretch.days) / Fraction(days_in_year), "year"
    return stretch.bills, "bill"


_ITEMS: dict[type, Callable[..., list[Item]]] = {
    PerUnit: _per_unit,
    Schedules: _blocks,
    TimeOfUse: _time_of_use,
    Fixed: _fixed,
    Demand: _demand,
    Minimum: _minimum,
    Percent: _percent,
    Given: _given,
}
