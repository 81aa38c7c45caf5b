"""Reads one [[charge]]: what every form shares, then the form's own terms."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cashier_app.domain.tariffs.bases import RESERVED
from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.model import (
    ONE,
    Charge,
    Demand,
    Fixed,
    Minimum,
    Months,
    Percent,
    PerUnit,
    Schedules,
    Terms,
    When,
)
from cashier_app.domain.tariffs.priced import ROUNDING
from cashier_app.domain.tariffs.rounding import Rounding
from cashier_app.domain.tariffs.terms import FORMS, LOAD_UNITS

_CODE = re.compile(r"[a-z][a-z0-9_]{0,23}")
_KIND = re.compile(r"[a-z][a-z_]{0,15}")
KINDS = {
    "flat": "energy",
    "telescopic": "energy",
    "non-telescopic": "energy",
    "schedules": "energy",
    "time-of-use": "energy",
    "prompt-discount": "prompt",
}
CREDITS = frozenset({"subsidy", "prompt-discount"})
PER_BILL = "bill"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the version says for all its charges."""

    rounding: Rounding | None
    months: Months


def read_charge(table: Table, defaults: Defaults) -> Charge:
    """The charge of a table. Raises TariffRefused."""
    code = _code(table)
    table.name = f'charge "{code}"'
    form = table.choice("form", tuple(FORMS))
    label = table.text("label", code.replace("_", " ").capitalize(), most=80)
    kind = table.text("kind", KINDS.get(form, form))
    if not _KIND.fullmatch(kind):
        raise table.refused("must be 1 to 16 small letters", "kind")
    if kind == ROUNDING:
        raise table.refused(f'"{kind}" has a meaning of its own', "kind")
    terms = FORMS[form](table)
    when = _when(table)
    limits_per, limits_rounding, stay_whole = _limits(table, terms, when)
    months = defaults.months
    if "month" in {limits_per, _per(terms)}:
        months = read_months(table, months)
    at_least, at_most = table.maybe("at_least", signed=True), table.maybe("at_most", signed=True)
    if at_least is not None and at_most is not None and at_most < at_least:
        raise table.refused("is below at_least", "at_most")
    charge = Charge(
        code,
        label,
        form,
        kind,
        terms,
        when,
        table.rounding("round", defaults.rounding),
        limits_per,
        limits_rounding,
        stay_whole,
        months,
        is_one_line=isinstance(terms, Schedules) and table.flag("one_line"),
        is_credit=form in CREDITS,
        at_least=at_least,
        at_most=at_most,
    )
    if charge.is_prompt:
        charge = _with_days(table, charge)
    _limited_lines(table, charge)
    table.done()
    return charge


def _with_days(table: Table, charge: Charge) -> Charge:
    """Up to which day a prompt discount is open: the due date unless the file says otherwise."""
    after, before = table.maybe_whole("days_after_issue"), table.maybe_whole("days_before_due")
    if after is not None and before is not None:
        raise table.refused("days_after_issue says the day already", "days_before_due")
    return replace(charge, days_after_issue=after, days_before_due=before or 0)


def _code(table: Table) -> str:
    code = table.text("code")
    if not _CODE.fullmatch(code):
        raise table.refused("must be 1 to 24 small letters, digits and _", "code")
    if code in RESERVED:
        raise table.refused(f'"{code}" has a meaning of its own', "code")
    return code


def _limited_lines(table: Table, charge: Charge) -> None:
    """A bound is for one amount; several lines have none."""
    bounded = charge.at_least is not None or charge.at_most is not None
    has_lines = isinstance(charge.terms, Schedules) and not charge.is_one_line
    if bounded and has_lines:
        key = "at_least" if charge.at_least is not None else "at_most"
        raise table.refused("needs one_line = true, a bound is for one amount", key)


def _per(terms: Terms) -> str:
    return terms.per if isinstance(terms, Fixed | Demand | Minimum) else PER_BILL


def _limits(table: Table, terms: Terms, when: When) -> tuple[str, Rounding | None, bool]:
    """How the kWh limits of a charge grow with the period; asked only where there are any.

    Parts of a whole limit are whole kWh unless the file says how limits are rounded.
    """
    if not _has_kwh_limits(terms, when):
        return PER_BILL, None, True
    per = table.choice("limits_per", ("bill", "month", "day"), PER_BILL)
    return per, table.rounding("round_limits", None), not table.has("round_limits")


def _has_kwh_limits(terms: Terms, when: When) -> bool:
    if when.kwh_above is not None or when.kwh_upto is not None:
        return True
    match terms:
        case Schedules():
            return True
        case PerUnit(part=part, quantity=quantity):
            return not part.is_everything or quantity.at_least is not None
        case Percent(part=part, bands=bands):
            return not part.is_everything or bool(bands)
        case Fixed(bands=bands, chosen_by=chosen_by):
            return bool(bands) and chosen_by == "kWh"
    return False


def _when(table: Table) -> When:
    found = table.table("when")
    if found is None:
        return When()
    load_unit = ""
    load_above, load_upto = found.maybe("load_above"), found.maybe("load_upto")
    if load_above is not None or load_upto is not None:
        load_unit = found.choice("load_unit", LOAD_UNITS)
    when = When(
        found.maybe("kwh_above"),
        found.maybe("kwh_upto"),
        load_unit,
        load_above,
        load_upto,
        found.wholes("phases", 1, 3),
        found.text("scheme", "") if found.has("scheme") else "",
        found.text("not_scheme", "") if found.has("not_scheme") else "",
        found.wholes("calendar_months", 1, 12),
    )
    _in_order(found, "kwh_above", "kwh_upto")
    _in_order(found, "load_above", "load_upto")
    found.done()
    return when


def _in_order(table: Table, low: str, high: str) -> None:
    below, above = table.maybe(low), table.maybe(high)
    if below is not None and above is not None and above <= below:
        raise table.refused(f"must be above {low}, else nothing fits", high)


def read_months(table: Table, default: Months | None = None) -> Months:
    """`months = { count = "calendar", decimals = 4, normal_days = [26, 34] }`."""
    found = table.table("months")
    if found is None:
        return default or Months()
    count = found.choice("count", ("given", "days", "calendar"))
    days = (found.positive("days_in_month") if count == "days" else None) or 30 * ONE
    decimals = found.maybe_whole("decimals", most=9) if count != "given" else None
    normal = _normal_days(found) if count != "given" else None
    found.done()
    return Months(count, days, decimals, normal)


def _normal_days(table: Table) -> tuple[int, int] | None:
    if not table.has("normal_days"):
        return None
    value = table.data["normal_days"]
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(type(days) is int and days > 0 for days in value)
        or value[0] > value[1]
    ):
        raise table.refused("must be two numbers of days like [26, 34]", "normal_days")
    return value[0], value[1]
