"""Rows of a route and of the held list, and what a figure means, in words."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.numbers import show_meter_no
from cashier_app.domain.readings import Hold, Judgement, Reading, Status, units_between
from cashier_app.domain.supply import HeldReading, RouteRow
from ui import dates
from ui.models.supply_words import figure, last_words, plain, span_bars
from ui.texts.imports import HOLDS
from ui.widgets.cell_table import Cell
from ui.widgets.chart import Bar
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.ledger import LedgerLine

_TENTH = Decimal("0.1")
_YEAR = 13


def row_cells(row: RouteRow) -> tuple[Cell, ...]:
    """One register of a round."""
    vacant = QCoreApplication.translate("Routes", "Nobody lives there")
    last = row.before.last
    return (
        Cell(row.address, row.customer_name or vacant),
        Cell(show_meter_no(row.meter_no), row.code),
        Cell(amount=figure(last.value) if last else "–"),
        Cell(chip=_state(row.this_month)) if row.this_month else Cell(),
    )


def _state(reading: Reading) -> ChipContent:
    translate = QCoreApplication.translate
    value = figure(reading.value)
    if reading.status is Status.HELD:
        words = translate("Routes", "{value} held")
        return ChipContent(words.format(value=value), "triangle-alert", Tone.WARN)
    if reading.status is Status.ESTIMATED:
        return ChipContent(translate("Routes", "{value} estimated").format(value=value), "clock")
    return ChipContent(value, "check")


def judged_lines(row: RouteRow, judged: Judgement | None) -> tuple[LedgerLine, ...]:
    """What is known of a register, and what a figure would mean."""
    translate = QCoreApplication.translate
    unit = row.place.register.unit
    lines = [
        LedgerLine(translate("Routes", "Customer"), row.customer_name or "–"),
        LedgerLine(translate("Routes", "Last"), last_words(row.before.last)),
        LedgerLine(_usual_label(row.place.register.is_demand), per_day(row.before.average, unit)),
    ]
    if judged is not None and judged.units is not None:
        lines += [
            LedgerLine(translate("Routes", "Days"), f"{judged.days:,}"),
            LedgerLine(
                _used_label(judged.wrapped), f"{figure(judged.units)} {unit}", weight="total"
            ),
        ]
        if not row.place.register.is_demand:
            lines.append(
                LedgerLine(translate("Routes", "That is a day"), per_day(judged.per_day, unit))
            )
    return tuple(lines)


def _used_label(goes_round: bool) -> str:
    translate = QCoreApplication.translate
    if goes_round:
        return translate("Routes", "Used, the dial round once")
    return translate("Routes", "Used")


def _usual_label(is_demand: bool) -> str:
    translate = QCoreApplication.translate
    if is_demand:
        return translate("Routes", "Usual maximum")
    return translate("Routes", "Usual a day")


def per_day(value: Decimal | None, unit: str) -> str:
    """A use a day, to a tenth."""
    return "–" if value is None else f"{value.quantize(_TENTH):,} {unit}"


def held_cells(held: HeldReading) -> tuple[Cell, ...]:
    """One reading that waits."""
    reason = plain(HOLDS.get(held.reason, held.reason))
    short = {
        "lower": QCoreApplication.translate("Held", "Lower"),
        "high": QCoreApplication.translate("Held", "High"),
        "low": QCoreApplication.translate("Held", "Low"),
        "zero": QCoreApplication.translate("Held", "Nothing used"),
    }
    return (
        Cell(held.address, f"{held.route}, {held.customer_name}" if held.customer_name
             else held.route),
        Cell(show_meter_no(held.meter_no), held.code),
        Cell(dates.day(held.read_on)),
        Cell(amount=figure(held.value)),
        Cell(chip=ChipContent(short.get(held.reason, reason), "triangle-alert", Tone.WARN)),
    )  # fmt: skip


def held_units(held: HeldReading, value: Decimal) -> Decimal | None:
    """What the register would have counted up to `value`; None before any actual reading."""
    before = held.place.last_actual
    if before is None:
        return None
    return units_between(held.place.register, before.value, value)


def held_lines(held: HeldReading, value: Decimal) -> tuple[LedgerLine, ...]:
    """The reading beside the one before, with what `value` would mean."""
    translate = QCoreApplication.translate
    before, unit = held.place.last_actual, held.place.register.unit
    lines = [
        LedgerLine(translate("Held", "Read on"), dates.weekday(held.read_on)),
        LedgerLine(translate("Held", "Before"), last_words(before)),
        LedgerLine(_usual_label(held.place.register.is_demand), per_day(held.place.average, unit)),
    ]
    units = held_units(held, value)
    if before is not None and units is not None:
        days = max(1, (held.read_on - before.read_on).days)
        goes_round = value < before.value and not held.place.register.is_demand
        label = _used_label(goes_round)
        lines.append(LedgerLine(label, f"{figure(units)} {unit}", weight="total"))
        if not held.place.register.is_demand:
            lines.append(
                LedgerLine(translate("Held", "That is a day"), per_day(units / days, unit))
            )
    return tuple(lines)


def year_bars(held: HeldReading, value: Decimal) -> tuple[Bar, ...]:
    """Last year's periods, and the one that waits in ink; a lower one has no height."""
    bars = span_bars(held.curve, _YEAR)
    units = held_units(held, value)
    before = held.place.last_actual
    if units is None or before is None:
        return bars
    if held.reason == Hold.LOWER and value < before.value:
        units = Decimal(0)
    shown = figure(units) if units else "0"
    return (*bars, Bar(dates.day(held.read_on), units, shown, meant=True, hatched=True))
