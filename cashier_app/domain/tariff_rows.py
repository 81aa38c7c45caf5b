"""A tariff version as rows that SQL can read; what prices a bill is its text."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.tariffs.model import (
    Charge,
    Demand,
    Fixed,
    LateRule,
    Minimum,
    Percent,
    PerUnit,
    Rate,
    Schedules,
    TimeOfUse,
)
from cashier_app.domain.tariffs.rounding import Rounding

KWH, PER_CENT = "kWh", "%"


def unit_and_rate(charge: Charge) -> tuple[str, Decimal | None]:
    """What a charge is per, and its one price, amount or percentage; None where it has several."""
    match charge.terms:
        case PerUnit(rate=rate):
            return KWH, rate.value
        case Schedules() | TimeOfUse():
            return KWH, None
        case Percent(rate=Rate(value=value)):
            return PER_CENT, value
        case Percent():
            return PER_CENT, None
        case Fixed(load_unit=load, per=per, rate=rate):
            return load or per, rate.value if rate else None
        case Demand(unit=unit, price=price):
            return unit, price
        case Minimum(load_unit=load, per=per, amount=amount):
            return load or per, amount
    return "", None


def rounding_text(rounding: Rounding | None) -> str:
    """Mode and step: "half up 0.01"."""
    return "none" if rounding is None else f"{rounding.mode} {rounding.step}"


def block_rows(
    charge: Charge,
) -> list[tuple[int, int, Decimal | None, Decimal | None, Decimal | None]]:
    """(schedule_no, block_no, upto, price, lump) of every block."""
    terms = charge.terms
    if isinstance(terms, Schedules):
        sets = [schedule.blocks for schedule in terms.schedules]
    elif isinstance(terms, Fixed | Demand):
        sets = [terms.blocks]
    else:
        return []
    return [
        (schedule_no, block_no, block.upto, block.price, block.lump)
        for schedule_no, blocks in enumerate(sets, start=1)
        for block_no, block in enumerate(blocks, start=1)
    ]


def late_rows(
    rules: tuple[LateRule, ...],
) -> list[tuple[int, str, Decimal, int, Decimal | None]]:
    """(step, form, rate, grace_days, cap) of every late rule; each step of a stepped one."""
    found: list[tuple[str, Decimal, int, Decimal | None]] = []
    for rule in rules:
        form = rule.form.replace(" ", "_")
        grace = rule.grace_days
        for step in rule.steps:
            rate = step.percent if step.percent is not None else step.amount
            found.append((form, rate or Decimal(0), grace, rule.at_most))
            grace = step.upto_days or grace
        if not rule.steps:
            rate = rule.percent if rule.percent is not None else rule.amount
            found.append((form, rate or Decimal(0), grace, rule.at_most))
    return [(number, *row) for number, row in enumerate(found, start=1)]
