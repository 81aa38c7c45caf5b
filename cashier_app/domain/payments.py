"""Orders and facts of taking money. Orders are what a person asked; facts are stored rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from cashier_app.domain.money import thousandths

MOST_BILLS = 999
"""Of one receipt: its lines end there, and from 1001 on are those that a correction books anew."""


class TenderKind(StrEnum):
    """What was handed over."""

    CASH = "cash"
    CHEQUE = "cheque"
    CARD = "card"
    TRANSFER = "transfer"
    """Money that came to a bank or mobile service; never at a counter of the hall."""


@dataclass(frozen=True, slots=True)
class AllocationOrder:
    """The part of a payment for one bill, with the balance and version that were on screen."""

    bill_id: int
    bill_no: str
    account_id: int
    amount: Decimal
    discount: Decimal
    """Prompt discount earned by this allocation; posted with it."""
    balance_shown: Decimal
    version_shown: int


@dataclass(frozen=True, slots=True)
class CreditUse:
    """Credit on account that pays bills of the same account."""

    account_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Cheque:
    """What is written on a cheque. It may pay several receipts of one shift, each its part."""

    bank: str
    cheque_no: str
    dated_on: date
    face_amount: Decimal


@dataclass(frozen=True, slots=True)
class TenderOrder:
    """Money handed over and what goes back; change only from cash.

    A cheque comes with what is written on it, a card slip with its number.
    """

    kind: TenderKind
    tendered: Decimal
    change: Decimal = Decimal("0")
    cheque: Cheque | None = None
    slip_no: str = ""


def tender_row(tender: TenderOrder) -> list[object]:
    """A tender by place, as take_payment and read_tender take it."""
    row: list[object] = [
        tender.kind.value,
        thousandths(tender.tendered),
        thousandths(tender.change),
    ]
    if tender.cheque is not None:
        cheque = tender.cheque
        face = thousandths(cheque.face_amount)
        row += [cheque.bank, cheque.cheque_no, cheque.dated_on.isoformat(), face]
    elif tender.kind is TenderKind.CARD:
        row.append(tender.slip_no)
    return row


@dataclass(frozen=True, slots=True)
class TakePayment:
    """One receipt. Σ(tendered − change) + Σ credit = Σ allocations + credit made + rounding.

    `rounding` is positive when the customer pays more than the bills because of
    cash rounding, negative when less.
    """

    request_id: UUID
    shift_id: int
    account_id: int
    """The account that heads the receipt; a remainder becomes its credit."""
    allocations: tuple[AllocationOrder, ...]
    tenders: tuple[TenderOrder, ...]
    credit_used: tuple[CreditUse, ...]
    credit_made: Decimal
    rounding: Decimal
    taken_at: datetime
    """The counter's clock, UTC, microseconds."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One settled bill on a receipt."""

    title: str
    """As OpenBill.title; empty for a period bill."""
    period_from: date | None
    period_to: date | None
    bill_no: str
    account_no: str
    customer_name: str
    amount: Decimal
    paper_total: Decimal
    late_charge: Decimal
    late_since: date | None
    discount: Decimal
    left: Decimal
    """Balance of the bill after this payment."""


@dataclass(frozen=True, slots=True)
class ReceiptTender:
    """Money of a receipt; `detail` holds a cheque's or slip's number."""

    kind: TenderKind
    tendered: Decimal
    change: Decimal
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stored payment or its undo, complete: enough to print it at any time. Times are UTC."""

    entry_id: int
    kind: str
    """"payment", or what corrects one: "undo", "reversal", "move", "correction", "bounce"; or
    "refund"."""
    number: str
    request_id: UUID
    counter_code: str
    counter_name: str
    office: str
    cashier: str
    stored_at: datetime
    business_date: date
    account_no: str
    customer_name: str
    address: str
    meter_no: str
    lines: tuple[ReceiptLine, ...]
    tenders: tuple[ReceiptTender, ...]
    credit_used: Decimal
    credit_made: Decimal
    rounding: Decimal
    total: Decimal
    """What the customer paid: tenders less change."""
    received: Decimal
    change: Decimal
    account_due_after: Decimal
    credit_after: Decimal
    hash: bytes
    undoes: str = ""
    """For an undo or a correction: the number of the entry that it is about."""
    undone_by: str = ""
    reason: str = ""
    approved_by: str = ""
    """Full name of the other person who approved a correction."""
    copy_no: int = 0
    """0 for the original, n for COPY n."""
    qr_text: str = ""
    """Version 1 code of the receipt, signed by the counter; set by the counter after storing."""

    @property
    def cash(self) -> Decimal:
        """What went into the drawer less its change; below zero where cash went back."""
        return sum((t.tendered - t.change for t in self._cash_tenders), Decimal(0))

    @property
    def cash_received(self) -> Decimal:
        """What was handed over in cash."""
        return sum((t.tendered for t in self._cash_tenders), Decimal(0))

    @property
    def _cash_tenders(self) -> tuple[ReceiptTender, ...]:
        return tuple(t for t in self.tenders if t.kind is TenderKind.CASH)


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """The server has it. `repeated` means an earlier try of the same request had stored it."""

    receipt: Receipt
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The end of an unknown outcome: stored under a number, or void and never possible.

    `taken` is set for a payment or undo that was stored; `number` and `entry_hash` for
    any stored act; both are empty when the request is void.
    """

    request_id: UUID
    taken: PaymentTaken | None
    number: str = ""
    entry_hash: bytes = b""
    paper: int = 0
    """What a Z or slip of cash is read again by (`LeftPaper.read_by`)."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A line of the counter log whose outcome nobody has learnt yet."""

    request_id: UUID
    kind: str
    total: Decimal
    person: str
    sent_at: datetime
    set_aside: bool

    @property
    def reference(self) -> str:
        """What is read out on the phone: the last six characters of the request id."""
        return self.request_id.hex[-6:]


@dataclass(frozen=True, slots=True)
class LateEnd:
    """An act whose end was learnt when nobody waited for it: news until somebody notes it."""

    request_id: UUID
    kind: str
    total: Decimal
    number: str
    """Empty where it never happened, and never will."""

    @property
    def reference(self) -> str:
        """As the slip of what was set aside has it."""
        return self.request_id.hex[-6:]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A line of the counter log that the server had confirmed: it must exist there for ever."""

    request_id: UUID
    number: str
    entry_hash: bytes


@dataclass(frozen=True, slots=True)
class UndoPayment:
    """Take back the last receipt: same cashier, same shift, its original scanned back."""

    request_id: UUID
    shift_id: int
    receipt_no: str
    reason: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptSummary:
    """One row of the list of a shift's receipts. Times are UTC."""

    entry_id: int
    kind: str
    number: str
    stored_at: datetime
    account_no: str
    customer_name: str
    total: Decimal
    print_state: str
    undone: bool
