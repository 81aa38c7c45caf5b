"""`price`: a tariff and a usage become the lines and the total of a bill."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from cashier_app.domain.tariffs.bases import TOTAL
from cashier_app.domain.tariffs.conditions import applies, load_fits
from cashier_app.domain.tariffs.evaluation import Evaluation, payable_line
from cashier_app.domain.tariffs.late import late_charge
from cashier_app.domain.tariffs.model import Charge, Given, PricingRefused, Tariff, Version
from cashier_app.domain.tariffs.priced import ZERO, Late, Line, Priced, Prompt
from cashier_app.domain.tariffs.usage import (
    DAY,
    MOST_AMOUNT,
    Period,
    Stretch,
    Usage,
    period_of,
)

DIGITS = 80
"""Enough for every sum to be exact before it is rounded."""
Cuts = tuple[tuple[Version, Stretch], ...]


def price(tariff: Tariff, usage: Usage) -> Priced:
    """The bill of a period, as it stands on `usage.paid_on` (None: as it is issued).

    Raises PricingRefused with what is missing or contradicts; nothing is ever guessed.
    """
    with localcontext(prec=DIGITS):
        priced = _price(tariff, usage)
    _check_size(priced)
    return priced


def _check_size(priced: Priced) -> None:
    """An amount that no ledger can hold is a mistake of the use or of the file."""
    amounts = [line.amount for line in priced.lines] + [late.amount for late in priced.late]
    if any(abs(amount) >= MOST_AMOUNT for amount in (*amounts, priced.total)):
        raise PricingRefused("The bill is too large: amounts have at most 15 digits.")


def _price(tariff: Tariff, usage: Usage) -> Priced:
    period = period_of(usage, tariff.uncounted, tariff.split)
    cuts = _cuts(tariff, period)
    _check_names(cuts, usage, tariff.uncounted)
    plain = Evaluation(tariff, period, cuts, with_prompt=False)
    version = cuts[-1][0]
    lines, total = _totalled(plain, version)
    prompt = None
    usage = _with_due_date(usage, version)
    prompt_charges = [c for c in version.charges if c.is_prompt and applies(c, period)]
    discount = next((c for c in prompt_charges if load_fits(c, period.whole)), None)
    if discount is not None:
        reduced = Evaluation(tariff, period, cuts, with_prompt=True)
        less_lines, less_total = _totalled(reduced, version)
        prompt = _prompt(version, discount, usage, total - less_total)
        if prompt.is_taken:
            lines, total = less_lines, less_total
    late = _late(plain, version, usage, total)
    days = tuple(one.valid_from for one, _ in cuts)
    return Priced(tariff.code, tariff.currency, tariff.decimals, days, lines, total, prompt, late)


def schemes_of(tariff: Tariff) -> frozenset[str]:
    """Every scheme that a charge of the tariff asks for."""
    charges = [charge for version in tariff.versions for charge in version.charges]
    named = {charge.when.scheme for charge in charges} | {c.when.not_scheme for c in charges}
    return frozenset(named - {""})


def _totalled(evaluation: Evaluation, version: Version) -> tuple[tuple[Line, ...], Decimal]:
    lines = evaluation.lines()
    exact = sum((line.amount for line in lines if line.is_counted), ZERO)
    base = evaluation.exact_total() if version.payable_of_exact else exact
    payable = version.payable.whole(Fraction(base))
    rounding = payable_line(exact, payable, version.payable_label)
    if rounding is not None:
        lines.append(rounding)
        exact += rounding.amount
    unit = Decimal(1).scaleb(-evaluation.tariff.decimals)
    return tuple(lines), exact.quantize(unit)


def _cuts(tariff: Tariff, period: Period) -> Cuts:
    """The versions that hold in the period, each with its days."""
    start, end = period.usage.starts_on, period.usage.ends_on
    if start is None or end is None:
        if len(tariff.versions) > 1:
            raise PricingRefused(
                "The tariff has several versions: say the days of the period (--from, --to)."
            )
        return ((tariff.versions[0], period.whole),)
    holding = [one for one in tariff.versions if (one.valid_from or date.min) <= end]
    while len(holding) > 1 and (holding[1].valid_from or date.min) <= start:
        holding.pop(0)
    if not holding or (holding[0].valid_from or date.min) > start:
        raise PricingRefused(f"No version of {tariff.code} holds on {start}.")
    changes = [((one.valid_from or start) - start).days for one in holding[1:]]
    return tuple(zip(holding, period.whole.cut(changes), strict=True))


def _check_names(cuts: Cuts, usage: Usage, uncounted: tuple[str, ...]) -> None:
    """A name that no charge asks for is a mistake, not nothing."""
    charges = [charge for version, _ in cuts for charge in version.charges]
    given = {charge.code for charge in charges if isinstance(charge.terms, Given)}
    for code, _ in usage.given:
        if code not in given:
            raise PricingRefused(f'The tariff has no charge "{code}" whose amount is given.')
    priced = {name for charge in charges for name in charge.registers}
    for name, _ in usage.registers:
        if priced and name not in priced and name not in uncounted:
            raise PricingRefused(f"The tariff prices no register {name}.")
    known = {charge.when.scheme for charge in charges} | {c.when.not_scheme for c in charges}
    for scheme in sorted(usage.schemes - known):
        raise PricingRefused(f"The tariff has no scheme {scheme}.")


def _with_due_date(usage: Usage, version: Version) -> Usage:
    """The due date by the tariff's rule when the usage has none; None while a day is unknown."""
    rule = version.due
    if rule is None or usage.due_on is not None:
        return usage
    start = usage.issued_on if rule.after == "issue" else usage.ends_on
    return usage if start is None else replace(usage, due_on=start + rule.days * DAY)


def _prompt(version: Version, charge: Charge, usage: Usage, amount: Decimal) -> Prompt:
    until = usage.due_on
    if until is not None:
        until -= charge.days_before_due * DAY
    if charge.days_after_issue is not None:
        if usage.issued_on is not None:
            until = usage.issued_on + charge.days_after_issue * DAY
        elif usage.paid_on is not None:
            raise PricingRefused(f"{charge.label}: the day of issue is needed: --issued.")
        else:
            until = None
    if usage.paid_on is not None and until is None:
        raise PricingRefused(f"{charge.label}: {_due_missing(version)}")
    is_taken = usage.paid_on is not None and until is not None and usage.paid_on <= until
    return Prompt(amount, until, is_taken)


def _due_missing(version: Version) -> str:
    rule = version.due
    if rule is None:
        return "the due date is needed: --due."
    way = "the day of issue (--issued)" if rule.after == "issue" else "the period (--from, --to)"
    return f"the due date is needed: --due, or {way}."


def _late(
    evaluation: Evaluation, version: Version, usage: Usage, total: Decimal
) -> tuple[Late, ...]:
    if usage.paid_on is None or not version.late:
        return ()
    if usage.due_on is None:
        raise PricingRefused(f"Late charge: {_due_missing(version)}")
    found = []
    for rule in version.late:
        base = total if TOTAL in rule.of else evaluation.base(rule.of)
        charge = late_charge(rule, base, usage.due_on, usage.paid_on)
        if charge is not None:
            found.append(charge)
    return tuple(found)
