"""The late charges that stand on a bill when it is issued: an amount for each day it grows on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.money import ZERO
from cashier_app.domain.tariffs import PricingRefused, Tariff, late_charge
from cashier_app.domain.tariffs.model import LateRule
from cashier_app.domain.tariffs.priced import Priced
from cashier_app.domain.tariffs.rounding import Rounding

LATE_MONTHS = 12
"""How far ahead the late charges of a rule that goes on are put on the bill."""
SHORTEST_MONTH = 7
"""Days of a month that a rule may count in."""
_TOTAL = "total"
_THOUSANDTH = Rounding("half up", Decimal("0.001"))


@dataclass(frozen=True, slots=True)
class LatePosting:
    """What is added on a day while the bill is still open."""

    post_on: date
    amount: Decimal
    fixed: Decimal = ZERO
    """What of it does not follow what the bill comes to."""


def thousandths(amount: Decimal) -> Decimal:
    """An amount as the books hold it."""
    return _THOUSANDTH.whole(Fraction(amount)) if amount % _THOUSANDTH.step else amount


def check_late(tariff: Tariff) -> None:
    """A charge that grows every day would be hundreds of postings for each bill."""
    for rule in (rule for version in tariff.versions for rule in version.late):
        length = rule.days_in_month
        if rule.months == "daily" or (length is not None and length < SHORTEST_MONTH):
            raise PricingRefused(
                f"{rule.label}: a late charge that grows by the day cannot stand on a bill; "
                f"count started or completed months of at least {SHORTEST_MONTH} days."
            )


def late_postings(
    rules: tuple[LateRule, ...], priced: Priced, due_on: date
) -> Iterator[LatePosting]:
    """The charges of the rules as steps: each adds what the rule has grown since the one before.

    The base is what the bill itself charges. A rule without an end is followed for LATE_MONTHS.
    """
    sums: dict[date, Decimal] = {}
    fixed: dict[date, Decimal] = {}
    for rule in rules:
        base = priced.total if _TOTAL in rule.of else priced.amount_of(*rule.of)
        before = ZERO
        for day in _days_of(rule, due_on):
            late = late_charge(rule, base, due_on, day)
            amount = thousandths(late.amount) if late else ZERO
            if amount > before:
                sums[day] = sums.get(day, ZERO) + amount - before
                if not rule.of:
                    fixed[day] = fixed.get(day, ZERO) + amount - before
                before = amount
    for day, amount in sorted(sums.items()):
        yield LatePosting(day, amount, fixed.get(day, ZERO))


def _days_of(rule: LateRule, due_on: date) -> list[date]:
    """The days on which a rule may grow, oldest first."""
    first = due_on + timedelta(days=rule.grace_days + 1)
    start = due_on + timedelta(days=rule.grace_days if rule.counts_from == "grace" else 0)
    days = {first}
    if rule.form == "stepped":
        days |= {
            start + timedelta(days=step.upto_days + 1)
            for step in rule.steps
            if step.upto_days is not None
        }
    elif rule.form not in {"flat once", "percent once"}:
        for months in range(1, LATE_MONTHS + 1):
            boundary = _months_later(start, months)
            days |= {boundary, boundary + timedelta(days=1)}
        if rule.days_in_month is not None:
            last = _months_later(start, LATE_MONTHS)
            count = 0
            while (boundary := start + timedelta(days=int(rule.days_in_month * count))) <= last:
                days |= {boundary, boundary + timedelta(days=1)}
                count += 1
    return sorted(day for day in days if day >= first)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
