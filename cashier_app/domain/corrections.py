"""Orders and facts of corrections: nothing is edited, each is an entry of its own.

An order names no shift: it is carried out in the open shift of whoever sends it, also when it
had to wait for its approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from cashier_app.domain.payments import AllocationOrder, Receipt, TenderKind


class Act(StrEnum):
    """Acts that another person approves, by the kind of their entry."""

    REVERSAL = "reversal"
    MOVE = "move"
    CORRECTION = "correction"
    REFUND = "refund"
    BOUNCE = "bounce"
    MOVEMENT = "movement"
    DIFFERENCE = "difference"
    PAPER = "paper"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class ReversePayment:
    """Take a receipt of any shift back; its cash goes out of the present drawer."""

    request_id: UUID
    receipt_no: str
    amount: Decimal
    """What stands of its tenders (`Correctable.net`): what the approval is for."""
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class MovePayment:
    """Book a receipt to the right account and bills. Σ allocations + credit made = amount."""

    request_id: UUID
    receipt_no: str
    amount: Decimal
    """What is booked now (`Correctable.booked`)."""
    account_id: int
    """The account that heads it from now on; a remainder becomes its credit."""
    allocations: tuple[AllocationOrder, ...]
    credit_made: Decimal
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class ChequePaper:
    """What a cheque says of itself."""

    bank: str
    cheque_no: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class CorrectTender:
    """Put the kind of one tender right; the money stays."""

    request_id: UUID
    receipt_no: str
    line_no: int
    """Of the tender (`StandingTender.line_no`)."""
    kind: TenderKind
    """What it really was."""
    amount: Decimal
    reason: str
    taken_at: datetime
    cheque: ChequePaper | None = None
    """Needed when it was a cheque."""


@dataclass(frozen=True, slots=True)
class RefundCredit:
    """Pay credit of an account out in cash."""

    request_id: UUID
    account_id: int
    amount: Decimal
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class BounceCheque:
    """A cheque came back: `entry_id` and `line_no` are its row in the register."""

    request_id: UUID
    entry_id: int
    line_no: int
    amount: Decimal
    reason: str
    taken_at: datetime


CorrectionOrder: TypeAlias = (
    ReversePayment | MovePayment | CorrectTender | RefundCredit | BounceCheque
)


@dataclass(frozen=True, slots=True)
class PreparedAct:
    """An act as it will be sent, byte for byte: what is approved is what is carried out."""

    act: Act
    request_id: UUID
    fingerprint: str
    """SHA-256 of the text, hex."""
    text: str
    amount: Decimal
    """What the approval is for, and what the limits are held against."""


@dataclass(frozen=True, slots=True)
class StandingTender:
    """Money of a receipt as it stands after corrections."""

    line_no: int
    kind: TenderKind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StandingCheque:
    """A cheque that a receipt stands on; `entry_id` and `line_no` are its row in the register."""

    entry_id: int
    line_no: int
    cheque_no: str
    bank: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Correctable:
    """A receipt of any counter with what stands of it."""

    receipt: Receipt
    net: Decimal
    cash: Decimal
    booked: Decimal
    """Allocations and credit as they stand: what a move books anew."""
    booked_to: str
    """Account number that heads it now."""
    booked_name: str
    is_moved: bool
    undone_by: str
    """Number of the entry that took it back; empty while it stands."""
    cheque_at_bank: str
    """Number of a cheque that the bank has, so that it cannot be handed back."""
    tenders: tuple[StandingTender, ...]
    cheques: tuple[StandingCheque, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """One line of the approvals' list. Times are UTC."""

    waiting_act_id: int
    act: Act
    request_id: UUID
    amount: Decimal
    reason: str
    subject: str
    asked_by_id: int
    asked_by: str
    counter_name: str
    asked_at: datetime
    state: str
    """"waiting", "approved", "declined", "withdrawn", "done", "ended" (its yes ran out) or "void"
    (its end was unknown, and it was given up)."""
    decided_by: str = ""
    decision: str = ""
    """The reason of who decided."""
    number: str = ""
    """Of the entry, once it is done."""
