"""Numbers that customers take in the hall, and what they chose to pay before they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.money import ZERO


@dataclass(frozen=True, slots=True)
class TicketBill:
    """A bill on the slip, with what was due for it when the number was taken."""

    bill_no: str
    kind: str
    title: str
    period_from: date | None
    period_to: date | None
    due: Decimal


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """A number that was just taken. Times are UTC."""

    number: int
    business_date: date
    taken_at: datetime
    code: str
    """For the scanner at a counter; "" where there are no bills."""
    waiting: int
    """How many are before this one."""
    bills: tuple[TicketBill, ...]

    @property
    def total(self) -> Decimal:
        """What the chosen bills come to; a credit is taken off at the counter."""
        return sum((bill.due for bill in self.bills), ZERO)


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """The paper of a number."""

    ticket: TakenTicket
    office: str
    kiosk: str
    account_end: str
    """The last digits of the account's number: a slip may lie about in the hall."""


@dataclass(frozen=True, slots=True)
class ChosenBill:
    """A bill that a customer chose, by key and by number."""

    bill_id: int
    bill_no: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a scanned slip stands for."""

    number: int
    account_id: int
    bills: tuple[ChosenBill, ...]


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """A scanned slip with its account as it is now."""

    ticket: Ticket
    account: AccountOpened

    @property
    def open_ids(self) -> frozenset[int]:
        """Those of the chosen bills that are still to be paid."""
        return frozenset(b.bill_id for b in self.account.bills) & {
            b.bill_id for b in self.ticket.bills
        }

    @property
    def gone(self) -> tuple[str, ...]:
        """Numbers of the chosen bills that are not open any more."""
        return tuple(b.bill_no for b in self.ticket.bills if b.bill_id not in self.open_ids)


@dataclass(frozen=True, slots=True)
class NumberCalled:
    """What a counter is told when it has called a number."""

    number: int
    waiting: int


@dataclass(frozen=True, slots=True)
class HallCall:
    """A number on the hall's display. `called_at` is UTC; `calls` grows when it is called again."""

    number: int
    counter: str
    called_at: datetime
    calls: int


@dataclass(frozen=True, slots=True)
class HallCalls:
    """The last numbers called, the newest first."""

    calls: tuple[HallCall, ...]
    waiting: int
