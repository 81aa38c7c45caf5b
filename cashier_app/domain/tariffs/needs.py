"""What a tariff must be told before it can price anything."""

from __future__ import annotations

from dataclasses import dataclass

from cashier_app.domain.tariffs.model import (
    Charge,
    Demand,
    Fixed,
    Given,
    Minimum,
    Tariff,
)
from cashier_app.domain.tariffs.pricing import schemes_of


@dataclass(frozen=True, slots=True)
class Needs:
    """`measured` names fields of `Usage`; without registers `kwh` is the use."""

    registers: tuple[str, ...]
    measured: tuple[str, ...]
    given: tuple[str, ...]
    schemes: tuple[str, ...]


def needs_of(tariff: Tariff) -> Needs:
    """Over all versions of the tariff."""
    charges = [charge for version in tariff.versions for charge in version.charges]
    registers: dict[str, None] = {}
    measured: dict[str, None] = {}
    for charge in charges:
        registers.update(dict.fromkeys(charge.registers))
        measured.update(dict.fromkeys(_measured(charge)))
    given = dict.fromkeys(charge.code for charge in charges if isinstance(charge.terms, Given))
    return Needs(tuple(registers), tuple(measured), tuple(given), tuple(sorted(schemes_of(tariff))))


def _measured(charge: Charge) -> list[str]:
    found = [_load(charge.when.load_unit)] if charge.when.load_unit else []
    if charge.when.phases:
        found.append("phases")
    match charge.terms:
        case Fixed(load_unit=unit, chosen_by=chosen_by):
            found.extend(_load(one) for one in (unit, chosen_by) if one and one != "kWh")
        case Minimum(load_unit=unit) if unit:
            found.append(_load(unit))
        case Demand(unit=unit, ratchet_percent=ratchet, load_percent=load):
            found.append(unit.lower())
            if ratchet is not None:
                found.append(f"previous_{unit.lower()}")
            if load is not None:
                found.append(_load(unit))
    return found


def _load(unit: str) -> str:
    return "amperes" if unit == "ampere" else f"load_{unit.lower()}"
