"""Reads one [[late]]: what a bill costs more when it is paid after its due date."""

from __future__ import annotations

from decimal import Decimal

from cashier_app.domain.tariffs.fields import Table
from cashier_app.domain.tariffs.model import LateRule, LateStep
from cashier_app.domain.tariffs.rounding import Rounding

FORMS = ("flat once", "percent once", "percent per month", "stepped")


def read_late(table: Table, unit: Decimal) -> LateRule:
    """The rule of a table. Raises TariffRefused."""
    form = table.choice("form", FORMS)
    has_percent = form in {"percent once", "percent per month"}
    is_monthly = form == "percent per month"
    steps = _steps(table) if form == "stepped" else ()
    needs_base = has_percent or any(step.percent is not None for step in steps)
    months = compound = ""
    if is_monthly:
        months = table.choice("months", ("started", "completed", "daily"), "started")
        compound = table.choice("interest", ("simple", "compound"), "simple")
    if compound == "compound" and months == "daily":
        raise table.refused("compound interest counts whole months: started or completed", "months")
    rule = LateRule(
        form,
        table.text("label", "Late charge", most=80),
        table.number("amount") if form == "flat once" else None,
        table.number("percent") if has_percent else None,
        steps,
        table.names("of") if needs_base else (),
        table.whole("grace_days", 0),
        table.choice("counts_from", ("due", "grace"), "due"),
        months,
        _month_length(table, months),
        compound == "compound",
        table.flag("rounds_each_month") if compound == "compound" else False,
        table.rounding("round", Rounding("half up", unit)),
        table.maybe("at_least"),
        table.maybe("at_most"),
        table.maybe("at_most_percent") if needs_base else None,
    )
    if rule.at_least is not None and rule.at_most is not None and rule.at_most < rule.at_least:
        raise table.refused("is below at_least", "at_most")
    table.done()
    return rule


def _month_length(table: Table, months: str) -> Decimal | None:
    """Days that are a month; without them months go by the calendar."""
    if not months:
        return None
    length = table.positive("days_in_month")
    if length is not None and length < 1:
        raise table.refused("must be at least 1", "days_in_month")
    if months == "daily" and length is None:
        raise table.refused('"days_in_month" is missing: a daily share needs it, for example 30')
    return length


def _steps(table: Table) -> tuple[LateStep, ...]:
    rows = table.tables("steps")
    if not rows:
        raise table.refused('"steps" is missing')
    steps: list[LateStep] = []
    for row in rows:
        upto = row.maybe_whole("upto_days")
        key = row.one_of("percent", "amount")
        value = row.number(key)
        row.done()
        is_last = row is rows[-1]
        if (upto is None) != is_last:
            raise row.refused("every step but the last has upto_days, the last has none")
        before = steps[-1].upto_days if steps else 0
        if upto is not None and before is not None and upto <= before:
            raise row.refused(f"must be above {before}", "upto_days")
        is_percent = key == "percent"
        steps.append(LateStep(upto, value if is_percent else None, None if is_percent else value))
    return tuple(steps)
