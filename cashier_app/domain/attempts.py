"""Who came to pay while a counter could not take it: the slip that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.money import ZERO
from cashier_app.domain.queue import TicketBill


class AttemptReason(StrEnum):
    """Why it could not be taken."""

    LINE = "line"
    UNKNOWN = "unknown"
    HELD = "held"
    CHANGE = "change"
    CLOSING = "closing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AttemptSlip:
    """What the customer takes home. `tried_at` is UTC; days are the utility's."""

    number: str
    reason: AttemptReason
    tried_at: datetime
    tried_on: date
    holds_until: date
    """The last day on which nothing is added and nobody is cut off for these bills."""
    is_repeated: bool
    """This account had its slip of the day already: it is the same one."""
    account_no: str
    customer_name: str
    person: str
    bills: tuple[TicketBill, ...]

    @property
    def total(self) -> Decimal:
        """What the bills come to; a credit is taken off at the counter."""
        return sum((bill.due for bill in self.bills), ZERO)
