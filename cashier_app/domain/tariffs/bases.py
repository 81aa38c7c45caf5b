"""The charges that a charge is based on: they exist, they make no circle, nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence

from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.model import (
    Charge,
    LateRule,
    Percent,
    PerUnit,
    Problem,
    Schedules,
    Subtotal,
)
from cashier_app.domain.tariffs.priced import ROUNDING

ALL = "all"
TOTAL = "total"
RESERVED = frozenset({ALL, TOTAL, ROUNDING})


def resolved(of: Sequence[str], code: str, charges: Sequence[Charge]) -> tuple[str, ...]:
    """The codes meant by `of` for the charge `code`: "all" is every counted charge above it."""
    if ALL not in of:
        return tuple(of)
    above: list[str] = []
    for charge in charges:
        if charge.code == code:
            break
        if charge.is_counted:
            above.append(charge.code)
    return tuple(above)


def check_bases(
    charges: Sequence[Charge], late: Sequence[LateRule], version: Table
) -> list[Problem]:
    """What is wrong with the bases of a version; empty when nothing is."""
    tables = version.tables("charge")
    problems: list[Problem] = []
    by_code = {charge.code: charge for charge in charges}
    for charge, table in zip(charges, tables, strict=True):
        table.name = f'charge "{charge.code}"'
        reason = _wrong(charge, by_code, charges)
        if reason:
            problems.append(Problem(table.line("of"), f"{table.name} of", reason))
    if not problems:
        problems.extend(_circles(charges, tables))
    for rule, table in zip(late, version.tables("late"), strict=True):
        reason = _wrong_names(rule.of, charges) if TOTAL not in rule.of else ""
        if TOTAL in rule.of and len(rule.of) > 1:
            reason = '"total" is everything already'
        if reason:
            problems.append(Problem(table.line("of"), f"{table.name} of", reason))
    return problems


def _wrong(charge: Charge, by_code: dict[str, Charge], charges: Sequence[Charge]) -> str:
    if not charge.of:
        return ""
    if ALL in charge.of:
        if len(charge.of) > 1:
            return '"all" is everything above already'
        return "" if resolved(charge.of, charge.code, charges) else "nothing stands above it"
    reason = _wrong_names(charge.of, charges)
    if reason:
        return reason
    terms = charge.terms
    if isinstance(terms, Percent) and not terms.part.is_everything:
        for code in charge.of:
            if not _has_units(by_code[code]):
                return f'only a part of the kWh is meant, but "{code}" has no price per kWh'
    return ""


def _wrong_names(of: Sequence[str], charges: Sequence[Charge]) -> str:
    by_code = {charge.code: charge for charge in charges}
    for code in of:
        if code not in by_code:
            known = ", ".join(by_code)
            return f'there is no charge "{code}"; the charges are {known}'
        if not by_code[code].is_counted and not isinstance(by_code[code].terms, Subtotal):
            return f'"{code}" is inside other prices and cannot be a base'
    return _counted_twice(of, charges)


def _counted_twice(of: Sequence[str], charges: Sequence[Charge]) -> str:
    seen: set[str] = set()
    for code in of:
        leaves = _inside(code, charges, ())
        twice = sorted(seen & leaves)
        if twice:
            return f'"{twice[0]}" would count twice'
        seen |= leaves
    return ""


def _inside(code: str, charges: Sequence[Charge], path: tuple[str, ...]) -> set[str]:
    """The charges that a base is made of; a subtotal is its parts."""
    charge = next((one for one in charges if one.code == code), None)
    if charge is None or code in path or not isinstance(charge.terms, Subtotal):
        return {code}
    parts = resolved(charge.of, code, charges)
    return {leaf for part in parts for leaf in _inside(part, charges, (*path, code))}


def _has_units(charge: Charge) -> bool:
    return isinstance(charge.terms, PerUnit | Schedules) and not charge.terms.register


def _circles(charges: Sequence[Charge], tables: Sequence[Table]) -> list[Problem]:
    needs = {charge.code: resolved(charge.of, charge.code, charges) for charge in charges}
    finished: set[str] = set()
    for charge, table in zip(charges, tables, strict=True):
        circle = _circle(charge.code, needs, finished, [])
        if circle:
            reason = f"the bases go in a circle: {' → '.join(circle)}"
            return [Problem(table.line("of"), f"{table.name} of", reason)]
    return []


def _circle(
    code: str, needs: dict[str, tuple[str, ...]], finished: set[str], path: list[str]
) -> list[str]:
    if code in path:
        return [*path[path.index(code) :], code]
    if code in finished:
        return []
    for base in needs[code]:
        circle = _circle(base, needs, finished, [*path, code])
        if circle:
            return circle
    finished.add(code)
    return []
