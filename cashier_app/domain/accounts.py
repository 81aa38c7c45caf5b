"""What the counter reads of an account: search results, bills, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

LATE_CHARGE = "late_charge"
"""Kind of a posting that a bill not paid in time gets."""


LONGEST_MONTH = 35
"""Days that a reading round may take and still bill one month."""


def is_one_month(first: date | None, last: date) -> bool:
    """True when a period is named by the month it ends in ("October 2026")."""
    return first is None or (last - first).days < LONGEST_MONTH


class Supply(StrEnum):
    """State of the supply at the account's connection."""

    ON = "on"
    NOTICE = "notice"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """One row of a search."""

    account_id: int
    account_no: str
    customer_name: str
    kind: str
    """"home", "shop" or "factory": chooses the icon."""
    address: str
    meter_no: str
    phone: str
    due: Decimal
    """Due today, credit taken off; never below zero."""
    open_bills: int
    overdue_bills: int
    supply: Supply
    high_tension: bool
    hit: str = ""
    """Why the row is there when it cannot be seen, for example "Former meter 88-104111"."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """At most 50 rows for `text`; `more` means: type on."""

    text: str
    rows: tuple[FoundAccount, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class BillLine:
    """One printed charge of a bill; `amount` is signed."""

    label: str
    kind: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Posting:
    """A signed adjustment posted to an issued bill since the paper was printed."""

    kind: str
    amount: Decimal
    posted_on: date
    cause: str


@dataclass(frozen=True, slots=True)
class OpenBill:
    """An issued bill with a balance. `due` is the balance less a discount still open."""

    bill_id: int
    bill_no: str
    account_id: int
    account_no: str
    customer_name: str
    kind: str
    """"period" or "fee"."""
    title: str
    """What the bill is for: a fee's name; empty for a period bill."""
    period_from: date | None
    period_to: date | None
    issued_on: date
    due_on: date
    total: Decimal
    """On the paper."""
    balance: Decimal
    due: Decimal
    version: int
    discount: Decimal
    """Prompt-payment discount that is still open today, else 0."""
    discount_until: date | None
    kwh: Decimal | None
    reading: Decimal | None
    paid_so_far: Decimal
    lines: tuple[BillLine, ...] = ()
    postings: tuple[Posting, ...] = ()

    @property
    def late_charge(self) -> Decimal:
        """All late charges posted since the paper was printed."""
        return sum((p.amount for p in self._late), Decimal("0"))

    @property
    def late_since(self) -> date | None:
        """The day of the first late charge."""
        return min((p.posted_on for p in self._late), default=None)

    @property
    def other_postings(self) -> tuple[Posting, ...]:
        """Corrections and the like: everything posted but late charges."""
        return tuple(p for p in self.postings if p.kind != LATE_CHARGE)

    @property
    def _late(self) -> tuple[Posting, ...]:
        return tuple(p for p in self.postings if p.kind == LATE_CHARGE)


@dataclass(frozen=True, slots=True)
class PastBill:
    """A bill without a balance, for the history."""

    bill_id: int
    bill_no: str
    title: str
    period_to: date | None
    issued_on: date
    total: Decimal
    status: str
    version: int = 0

    @property
    def asked_nothing(self) -> bool:
        """It stands, though there was nothing to pay: a true-up that gave back all it cost."""
        return self.status == "paid" and not self.total


@dataclass(frozen=True, slots=True)
class ConsumptionMonth:
    """Units billed for one period; `month` is the period's last day."""

    month: date
    kwh: Decimal
    estimated: bool
    bill_id: int


@dataclass(frozen=True, slots=True)
class PastPayment:
    """A payment that settled something of this account. Times are UTC."""

    entry_id: int
    receipt_no: str
    stored_at: datetime
    business_date: date
    tender: str
    counter_name: str
    cashier: str
    amount: Decimal
    undone: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody else has the account open: a hint, never a lock."""

    counter_name: str
    cashier: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PaidTogether:
    """An account of the last payment of this one, that owes something today."""

    account_id: int
    account_no: str
    customer_name: str
    due: Decimal


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """The payment screen's whole content, from one round trip."""

    account_id: int
    account_no: str
    customer_name: str
    kind: str
    address: str
    meter_no: str
    phone: str
    supply: Supply
    disconnect_on: date | None
    supply_minimum: Decimal
    """What must be paid at least to keep the supply on; 0 where no notice stands."""
    cash_only: bool
    instruction: str
    credit: Decimal
    credit_since: date | None
    account_version: int
    bills: tuple[OpenBill, ...]
    past_bills: tuple[PastBill, ...]
    consumption: tuple[ConsumptionMonth, ...]
    payments: tuple[PastPayment, ...]
    paid_this_year: Decimal
    claim: Claim | None = None
    scanned_bill_id: int | None = None
    scanned_paid_by: PastPayment | None = None
    """Set when the scanned bill is already paid: by which receipt, where and when."""
    scanned_bill_no: str = ""
    together: tuple[PaidTogether, ...] = ()
    """At most five: what was paid with this account last time."""
