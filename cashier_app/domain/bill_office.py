"""What the office does with issued bills: corrections, fees, instalments, disconnections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.accounts import Supply


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of a plan and the day by which it is to be paid."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ToDisconnect:
    """A connection on the disconnection list."""

    connection_no: str
    route: str
    address: str
    supply: Supply
    disconnect_on: date | None
    account_no: str
    customer_name: str
    owed: Decimal
    """Due today, credit taken off."""
    minimum: Decimal
    """What keeps the supply on, or brings it back; zero when that was paid."""
    oldest_due_on: date | None
    noticed_on: date | None = None
    """When the last notice was given; one that counts no more is not on the list."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Who gets a notice: overdue by more than `days`, and more than `minimum` to be paid at least.

    `route` is a code, "" for all.
    """

    days: int
    minimum: Decimal
    cut_on: date
    route: str = ""


class LeftOut(StrEnum):
    """Why an overdue connection gets no notice."""

    OFF = "off"
    """Its supply is off already."""
    NOTICED = "noticed"
    """A notice of it stands."""
    PLAN = "plan"
    """Instalments that are kept stand for what is overdue."""
    SMALL = "small"
    """It owes no more than the least amount, credit taken off."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An overdue connection that would get a notice, or is left out."""

    connection_no: str
    route: str
    address: str
    account_no: str
    customer_name: str
    oldest_due_on: date
    overdue: Decimal
    """What its account must pay at least: it keeps the supply on."""
    left_out: LeftOut | None


@dataclass(frozen=True, slots=True)
class NoticeSum:
    """How many connections, and what their accounts must pay at least."""

    connections: int
    overdue: Decimal


@dataclass(frozen=True, slots=True)
class NoticesLook:
    """What notices would do. `rows` and `left_out`: the largest amounts, 500 of each at most."""

    given: NoticeSum
    without: Mapping[LeftOut, NoticeSum]
    rows: tuple[NoticeRow, ...]
    left_out: tuple[NoticeRow, ...]


def in_instalments(
    owed: Decimal, first_due_on: date, months: int, unit: Decimal
) -> tuple[Instalment, ...]:
    """`owed` in `months` equal parts, a month apart; the last one takes what is left over.

    `unit` is the currency's smallest amount. Raises ValueError for less than one month, or
    when a part would be nothing.
    """
    if months < 1:
        raise ValueError("a plan has at least one instalment")
    part = (owed / months).quantize(unit, rounding="ROUND_DOWN")
    if part <= 0:
        raise ValueError("there is too little to divide")
    parts = [part] * (months - 1)
    parts.append(owed - part * (months - 1))
    return tuple(
        Instalment(_months_later(first_due_on, n), amount) for n, amount in enumerate(parts)
    )


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
