"""Orders and facts of a shift: opening float, locked count, Z report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cashier_app.domain.utility import OpenShift


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces of one denomination."""

    value: Decimal
    count: int


def counted(pieces: tuple[Pieces, ...]) -> Decimal:
    """The money in `pieces`."""
    return sum((p.value * p.count for p in pieces), Decimal("0"))


@dataclass(frozen=True, slots=True)
class StartShift:
    """Open a shift with a counted float."""

    request_id: UUID
    pieces: tuple[Pieces, ...]
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class LockCount:
    """The blind count of the drawer; final."""

    request_id: UUID
    shift_id: int
    pieces: tuple[Pieces, ...]
    cheques: int
    card_slips: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class CloseShift:
    """Close a counted shift with its Z. `reason` explains a difference."""

    request_id: UUID
    shift_id: int
    reason: str
    taken_at: datetime
    approved: bool = False
    """A supervisor approved this very order: the difference is decided."""


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """The stored shift."""

    shift: OpenShift
    number: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class TenderTotal:
    """One row of a Z: receipts and money of one tender kind."""

    kind: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MovementTotal:
    """Movements of one kind in a shift; below zero left the drawer."""

    kind: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CountLocked:
    """The count is stored; now the expected cash may be shown."""

    entry_id: int
    number: str
    hash: bytes
    shift_id: int
    counted: Decimal
    expected: Decimal
    difference: Decimal
    """Counted less expected: below zero is short."""
    float_amount: Decimal
    cash_taken: Decimal
    """Cash tenders less change, undos taken off."""
    movements: Decimal
    """Paid-in less paid-out and drops."""
    tenders: tuple[TenderTotal, ...]
    receipts: int
    locked_at: datetime
    cheques: int = 0
    card_slips: int = 0
    moved: tuple[MovementTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class XReport:
    """A shift as it stands, from the calculation of its Z. Times are UTC.

    For its own cashier, before the count, everything that would tell the cash is None.
    """

    shift_id: int
    counter_code: str
    counter_name: str
    office: str
    cashier: str
    business_date: date
    opened_at: datetime
    asked_at: datetime
    state: str
    float_amount: Decimal
    cash_taken: Decimal | None
    movements: Decimal
    expected: Decimal | None
    receipts: int
    first_receipt: str
    last_receipt: str
    undos: int
    undone_amount: Decimal
    reversals: int
    reversed_amount: Decimal
    reprints: int
    drawer_openings: int
    grand_total: Decimal | None
    tenders: tuple[TenderTotal, ...]
    moved: tuple[MovementTotal, ...]


@dataclass(frozen=True, slots=True)
class ZReport:
    """The numbered, unchangeable closing of a shift. Times are UTC."""

    entry_id: int
    number: str
    shift_id: int
    counter_code: str
    counter_name: str
    office: str
    cashier: str
    business_date: date
    opened_at: datetime
    closed_at: datetime
    float_amount: Decimal
    cash_taken: Decimal
    movements: Decimal
    expected: Decimal
    counted: Decimal
    difference: Decimal
    reason: str
    decided: bool
    """False when the difference is above the cashier's limit: "to be decided"."""
    receipts: int
    first_receipt: str
    last_receipt: str
    undos: int
    undone_amount: Decimal
    reprints: int
    drawer_openings: int
    tenders: tuple[TenderTotal, ...]
    pieces: tuple[Pieces, ...]
    grand_total: Decimal
    """Everything this counter ever took; it never goes back to zero."""
    hash: bytes
    unsettled: tuple[str, ...] = ()
    key_fingerprint: str = ""
    signed: bool = False
    copy_no: int = 0
    reversals: int = 0
    reversed_amount: Decimal = Decimal("0")
    moved: tuple[MovementTotal, ...] = ()
    closed_by: str = ""
    """Who closed it, if not the cashier."""
    approved_by: str = ""
    outcome: str = ""
    """"accepted" or "charged" once an open difference was decided."""
    decided_by: str = ""
    decision_reason: str = ""
