"""Cash that moves besides payments: in a drawer, between drawers, with the safe, to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from cashier_app.domain.shifts import Pieces, ZReport


class CashKind(StrEnum):
    """What a stored slip of cash is about, as the database names it."""

    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    DROP = "drop"
    CHANGE = "change"
    NO_SALE = "no_sale"
    HANDOVER = "handover"
    RECEIVED = "received"
    RETURNED = "returned"
    CHECK = "check"
    SAFE_OPENING = "safe_opening"
    SAFE_COUNT = "safe_count"
    SAFE_DEPOSIT = "safe_deposit"


@dataclass(frozen=True, slots=True)
class MoveCash:
    """Cash in or out of one's own drawer: PAID_IN, PAID_OUT, DROP, CHANGE or NO_SALE.

    `amount` is above zero, or 0 for CHANGE and NO_SALE. `pieces` are for CHANGE only:
    above zero into the drawer, below zero out of it, together worth nothing.
    """

    request_id: UUID
    shift_id: int
    kind: CashKind
    amount: Decimal
    reason: str
    taken_at: datetime
    pieces: tuple[Pieces, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """Cash for another person's drawer; `receiver` is a user name."""

    request_id: UUID
    shift_id: int
    receiver: str
    amount: Decimal
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class AcceptHandover:
    """Take what was handed over, or take it back as the giver; `amount` is what was shown."""

    request_id: UUID
    shift_id: int
    handover_id: int
    amount: Decimal
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class CheckDrawer:
    """A surprise count of another person's open drawer."""

    request_id: UUID
    shift_id: int
    pieces: tuple[Pieces, ...]
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class KeepSafe:
    """SAFE_OPENING and SAFE_COUNT count the whole safe; SAFE_DEPOSIT takes `pieces` to the bank."""

    request_id: UUID
    kind: CashKind
    pieces: tuple[Pieces, ...]
    reason: str
    taken_at: datetime
    bag_no: str = ""
    bank: str = ""


class Outcome(StrEnum):
    """How a difference that a Z left open was decided."""

    ACCEPTED = "accepted"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class DecideDifference:
    """Decide an open difference; `difference` is what the screen showed."""

    request_id: UUID
    shift_id: int
    outcome: Outcome
    difference: Decimal
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A stored decision, and the Z it is about."""

    number: str
    hash: bytes
    report: ZReport


@dataclass(frozen=True, slots=True)
class CashSlip:
    """A stored act with cash besides payments, as its paper shows it. Times are UTC."""

    entry_id: int
    number: str
    hash: bytes
    kind: CashKind
    amount: Decimal
    """What the drawer or the safe has more (above zero) or less; of a count its difference."""
    reason: str
    counter_code: str
    counter_name: str
    office: str
    person: str
    stored_at: datetime
    business_date: date
    other_person: str = ""
    """Who receives, who gave, or whose drawer was counted."""
    approved_by: str = ""
    counted: Decimal | None = None
    expected: Decimal | None = None
    held: Decimal | None = None
    """What the safe holds after its own act."""
    bag_no: str = ""
    bank: str = ""
    pieces: tuple[Pieces, ...] = ()
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody with an open shift in this hall."""

    user_name: str
    full_name: str
    counter: str


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """Cash on its way between two drawers."""

    handover_id: int
    number: str
    amount: Decimal
    reason: str
    giver: str
    receiver: str
    is_mine: bool
    """True for what one gave oneself."""
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Handovers:
    """Whom one can give cash to, and what is on its way to or from oneself."""

    receivers: tuple[Receiver, ...]
    waiting: tuple[OpenHandover, ...]


@dataclass(frozen=True, slots=True)
class SafeLine:
    """One line of the safe's ledger."""

    kind: str
    amount: Decimal
    balance_after: Decimal
    reason: str
    stored_at: datetime
    day: date
    person: str
    counter: str
    number: str
    bag_no: str


def opening_of(lines: tuple[SafeLine, ...], day: date) -> Decimal:
    """What the safe held when `day` began, of lines that come newest first."""
    todays = [line for line in lines if line.day == day]
    if todays:
        return todays[-1].balance_after - todays[-1].amount
    return lines[0].balance_after if lines else Decimal(0)
