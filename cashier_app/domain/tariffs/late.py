"""Late-payment charges: what a bill costs more on a day after its due date."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cashier_app.domain.tariffs.model import LateRule, PricingRefused
from cashier_app.domain.tariffs.priced import Late
from cashier_app.domain.tariffs.rounding import rounded
from cashier_app.domain.tariffs.usage import DAY
from cashier_app.domain.tariffs.words import number

HUNDRED = Fraction(100)
MOST_MONTHS = 1200


def late_charge(rule: LateRule, base: Decimal, due_on: date, on: date) -> Late | None:
    """What the rule has charged up to and on the day `on`; None when nothing.

    The whole charge since the due date: a posting takes off what it posted before. `base` is the
    sum of the rule's charges, or what is still unpaid of them, as the utility bills it; from a
    base at or below zero nothing is charged.
    """
    days = (on - due_on).days
    if days <= rule.grace_days or (rule.of and base <= 0):
        return None
    start = due_on + rule.grace_days * DAY if rule.counts_from == "grace" else due_on
    exact, why = _exact(rule, Fraction(base), start, on)
    bounded = _bounded(rule, exact, Fraction(base))
    amount = rounded(bounded, rule.rounding)
    if not amount:
        return None
    cap = "" if bounded == exact else f"; bounded to {number(bounded)}"
    return Late(rule.label, f"{why}, {days} days late{cap}", base, amount)


def _exact(rule: LateRule, base: Fraction, start: date, on: date) -> tuple[Fraction, str]:
    days = (on - start).days
    if rule.form == "flat once":
        amount = rule.amount or Decimal(0)
        return Fraction(amount), f"{number(amount)} once"
    if rule.form == "stepped":
        return _stepped(rule, base, days)
    percent = rule.percent or Decimal(0)
    part = Fraction(percent) / HUNDRED
    words = f"{number(percent)} % of {number(base)}"
    if rule.form == "percent once":
        return base * part, f"{words} once"
    months = _months(rule, start, on)
    count = f"{number(months)} months"
    if rule.is_compound:
        if months > MOST_MONTHS:
            raise PricingRefused(f"{rule.label}: at most {MOST_MONTHS} months are compounded.")
        return _compound(rule, base, part, int(months)), f"{words} a month, compound, {count}"
    return base * part * months, f"{words} a month, {count}"


def _stepped(rule: LateRule, base: Fraction, days: int) -> tuple[Fraction, str]:
    step = next(one for one in rule.steps if one.upto_days is None or days <= one.upto_days)
    if step.percent is None:
        amount = step.amount or Decimal(0)
        return Fraction(amount), f"{number(amount)} by days"
    return base * Fraction(step.percent) / HUNDRED, f"{number(step.percent)} % of {number(base)}"


def _compound(rule: LateRule, base: Fraction, part: Fraction, months: int) -> Fraction:
    if not rule.rounds_each_month:
        return base * ((1 + part) ** months - 1)
    owed = base
    for _ in range(months):
        owed += Fraction(rounded(owed * part, rule.rounding))
    return owed - base


def _months(rule: LateRule, start: date, on: date) -> Fraction:
    days = (on - start).days
    if rule.days_in_month is not None:
        months = Fraction(days) / Fraction(rule.days_in_month)
        if rule.months == "daily":
            return months
        return Fraction(int(months) if rule.months == "completed" else -int(-months // 1))
    completed = (on.year - start.year) * 12 + on.month - start.month
    if _months_after(start, completed) > on:
        completed -= 1
    if rule.months == "completed" or _months_after(start, completed) == on:
        return Fraction(completed)
    return Fraction(completed + 1)


def _months_after(start: date, months: int) -> date:
    """The same day `months` later; the last of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _bounded(rule: LateRule, value: Fraction, base: Fraction) -> Fraction:
    if rule.at_least is not None:
        value = max(value, Fraction(rule.at_least))
    if rule.at_most is not None:
        value = min(value, Fraction(rule.at_most))
    if rule.at_most_percent is not None:
        value = min(value, base * Fraction(rule.at_most_percent) / HUNDRED)
    return value
