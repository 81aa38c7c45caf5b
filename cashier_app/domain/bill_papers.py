"""What stands on a printed bill and on a statement of account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.accounts import BillLine
from cashier_app.domain.money import ZERO

AGES = ("current", "1-30", "31-60", "61-90", "over 90")
"""Days past the due date."""


class Sheet(StrEnum):
    """What a bill is printed on."""

    A4 = "A4"
    A5 = "A5"


def age_of(due_on: date, today: date) -> int:
    """The place in AGES of what was due on `due_on`; the due date itself is current."""
    days = (today - due_on).days
    if days <= 0:
        return 0
    return min((days - 1) // 30 + 1, len(AGES) - 1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a paper is for, and where the supply is."""

    account_no: str
    customer_name: str
    address: str
    connection_no: str
    tariff: str
    load: str
    """Connected load in words, "5 kVA"; empty where the tariff does not ask for it."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One register over the billed time."""

    meter_no: str
    register: str
    from_on: date
    from_value: Decimal
    to_on: date
    to_value: Decimal
    multiplier: Decimal
    units: Decimal
    unit: str
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class BillMonth:
    """A bar of the chart."""

    period_to: date
    kwh: Decimal
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class LateStep:
    """A charge that is added if the bill is still open on a day."""

    post_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BillPaper:
    """An issued bill as it is printed; everything else the account owes is as of `printed_on`."""

    bill_no: str
    kind: str
    title: str
    holder: Holder
    period_from: date | None
    period_to: date | None
    issued_on: date
    due_on: date
    lines: tuple[BillLine, ...]
    readings: tuple[ReadingRow, ...]
    months: tuple[BillMonth, ...]
    total: Decimal
    discount: Decimal
    discount_until: date | None
    late_steps: tuple[LateStep, ...]
    ages: tuple[Decimal, ...]
    """What is due for the account's other open bills, by AGES."""
    credit: Decimal
    printed_on: date
    is_cancelled: bool = False

    @property
    def after_due(self) -> Decimal:
        """The total with the first late charge; the total itself if there is none."""
        return self.total + (self.late_steps[0].amount if self.late_steps else ZERO)

    @property
    def early(self) -> Decimal | None:
        """The total less the prompt discount; None where none is offered."""
        is_offered = self.discount_until is not None and ZERO < self.discount < self.total
        return self.total - self.discount if is_offered else None

    @property
    def other_bills(self) -> Decimal:
        """What the account owes besides this bill."""
        return sum(self.ages, ZERO)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting: bills and late charges raise what is owed, payments and credit lower it."""

    day: date
    what: str
    reference: str
    amount: Decimal
    """Signed: positive is owed more."""


@dataclass(frozen=True, slots=True)
class Statement:
    """All postings of an account between two days; opening plus rows is closing."""

    holder: Holder
    first: date
    last: date
    opening: Decimal
    """What was owed before `first`, less credit; below zero the utility owes."""
    rows: tuple[StatementRow, ...]
    today: date
    due: Decimal
    """What is payable `today`, as the counter says it: what is owed less what follows."""
    discount_open: Decimal
    """What prompt discounts still take off when the open bills are paid `today`."""

    @property
    def is_up_to_date(self) -> bool:
        """It goes on to today, so that what is due follows from what is owed."""
        return self.last >= self.today

    @property
    def closing(self) -> Decimal:
        """What is owed after `last`, less credit."""
        return self.opening + sum((row.amount for row in self.rows), ZERO)
