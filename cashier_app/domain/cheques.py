"""Cheques: what makes one acceptable, and where each one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.money import ZERO
from cashier_app.domain.utility import Rules


class ChequeState(StrEnum):
    """Where a cheque is."""

    RECEIVED = "received"
    LISTED = "listed"
    CLEARED = "cleared"
    BOUNCED = "bounced"
    RETURNED = "returned"
    """Its receipt was taken back, and the cheque handed back."""


@dataclass(frozen=True, slots=True)
class RegisteredCheque:
    """One cheque of one receipt in the register. Times are UTC."""

    entry_id: int
    line_no: int
    bank: str
    cheque_no: str
    dated_on: date
    amount: Decimal
    face_amount: Decimal
    """What is written on it: more than `amount` when it paid several receipts."""
    receipt_no: str
    account_no: str
    customer_name: str
    counter_name: str
    business_date: date
    state: ChequeState
    since: datetime | None
    deposit_id: int | None

    @property
    def key(self) -> tuple[int, int]:
        """Entry and line."""
        return self.entry_id, self.line_no


@dataclass(frozen=True, slots=True)
class DepositLine:
    """One cheque on a deposit list."""

    bank: str
    cheque_no: str
    dated_on: date
    amount: Decimal
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChequeDeposit:
    """Cheques listed to the bank together. Times are UTC."""

    deposit_id: int
    bank: str
    listed_at: datetime
    person: str
    lines: tuple[DepositLine, ...]

    @property
    def total(self) -> Decimal:
        """What the bank should credit."""
        return sum((line.amount for line in self.lines), ZERO)


def cheque_fault(dated_on: date, business_date: date, today: date, rules: Rules) -> str:
    """Why a cheque of this date is refused, as a code, or nothing. The database asks the same.

    `today` is the utility's date, which is a later one where the shift goes on after midnight.
    """
    if dated_on > max(business_date, today) + timedelta(days=rules.cheque_ahead_days):
        return "cheque_post_dated"
    if dated_on < business_date - timedelta(days=rules.cheque_stale_days):
        return "cheque_stale"
    return ""
