"""What a customer hands over for an amount: notes with change, a cheque, a card, or a mixture."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from random import Random

from cashier_app.domain.money import ZERO
from cashier_app.sample.money_facts import Cheque, Tender

_ROUND_UP_TO = (None, Decimal(10), Decimal(50), Decimal(100), Decimal(500))
_WEIGHTS = (24, 18, 16, 28, 14)
_THOUSAND = Decimal(1000)
_BANKS = ("City Bank", "Merchants Bank", "Rivergate Cooperative Bank", "National Trust Bank")
_CASH_LIMIT = Decimal(50_000)
_FIRST_DAY = date(2015, 1, 1)


def hand_over(
    random: Random, kind: str, amount: Decimal, day: date, payer: int
) -> tuple[Tender, ...]:
    """The tenders that leave `amount` in the drawer; large cash becomes a cheque.

    A payer (an account's id) comes once a day at most, so that numbers made of both are unique.
    """
    if kind == "cash" and amount > _CASH_LIMIT:
        kind = "cheque"
    if kind == "mixed" and amount > _THOUSAND:
        part = math.floor(amount / _THOUSAND) * _THOUSAND
        rest = amount - part
        tenders = (_cheque(random, part, day, payer),)
        return (*tenders, _cash(random, rest)) if rest else tenders
    if kind == "cheque":
        return (_cheque(random, amount, day, payer),)
    if kind == "card":
        return (Tender("card", amount, ZERO, slip_no=_number(payer, day)),)
    return (_cash(random, amount),)


def _cash(random: Random, amount: Decimal) -> Tender:
    step = random.choices(_ROUND_UP_TO, _WEIGHTS)[0]
    tendered = amount if step is None else math.ceil(amount / step) * step
    return Tender("cash", tendered, tendered - amount)


def _cheque(random: Random, amount: Decimal, day: date, payer: int) -> Tender:
    cheque = Cheque(random.choice(_BANKS), _number(payer, day), day)
    return Tender("cheque", amount, ZERO, cheque)


def _number(payer: int, day: date) -> str:
    return f"{payer:06d}{(day - _FIRST_DAY).days:04d}"
