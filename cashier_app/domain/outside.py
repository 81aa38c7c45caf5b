"""Money from outside the hall: lines of a bank's file, receipts of a paper book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cashier_app.domain.money import ZERO
from cashier_app.domain.shifts import Pieces, ZReport


class Channel(StrEnum):
    """Where money comes in besides the hall; each has counters of its own."""

    BANK = "bank"
    MOBILE = "mobile"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ChannelCounter:
    """A counter of a channel: its series, its chain, its shifts."""

    code: str
    name: str
    channel: Channel
    office: str


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One payment of a file. `line` counts from 1 and includes the header of a CSV."""

    line: int
    reference: str
    """What counts once: the bank's reference, or book and number of a paper receipt."""
    account_no: str
    """Empty when the bill names the account."""
    bill_no: str
    amount: Decimal
    value_date: date
    """When the customer paid: discounts and late charges follow it."""
    payer: str = ""


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """One receipt written by hand while the program was away."""

    line: int
    book: str
    number: int
    account_no: str
    amount: Decimal
    value_date: date

    @property
    def reference(self) -> str:
        """What counts once."""
        return f"{self.book}-{self.number}"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken: nothing of it was stored."""

    line: int
    code: str
    """Why, as Refused has it."""
    text: str
    """The line as it stands in the file, or what of it names it."""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A file as it was read; refused lines are listed, the others may be taken."""

    name: str
    sha256: str
    lines: tuple[OutsideLine, ...]
    refused: tuple[RefusedLine, ...] = ()

    @property
    def total(self) -> Decimal:
        """What the lines make."""
        return sum((line.amount for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class PaperBatch:
    """Receipts of paper books that a supervisor approves together."""

    name: str
    sha256: str
    receipts: tuple[PaperReceipt, ...]
    refused: tuple[RefusedLine, ...] = ()

    @property
    def total(self) -> Decimal:
        """What the receipts make, in cash."""
        return sum((receipt.amount for receipt in self.receipts), ZERO)


@dataclass(frozen=True, slots=True)
class UnfinishedFile:
    """A file that a channel's shift took in and has not ended."""

    shift_id: int
    state: str
    file_name: str
    sha256: str
    cash_taken: Decimal
    is_own: bool
    person: str
    receipts: tuple[PaperReceipt, ...] = ()
    """Of a paper batch: as approved."""


@dataclass(frozen=True, slots=True)
class KnownReference:
    """A reference that was taken before."""

    reference: str
    receipt_no: str
    amount: Decimal
    account_no: str


@dataclass(frozen=True, slots=True)
class OutsideTaken:
    """A line that is a receipt now, or was one before (`repeated`)."""

    line: int
    reference: str
    receipt_no: str
    amount: Decimal
    credit_made: Decimal = ZERO
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of a file. `z` is its shift's; None when there was nothing new in it."""

    taken: tuple[OutsideTaken, ...]
    refused: tuple[RefusedLine, ...]
    z: ZReport | None = None

    @property
    def new(self) -> tuple[OutsideTaken, ...]:
        """What this run took."""
        return tuple(taken for taken in self.taken if not taken.repeated)


@dataclass(frozen=True, slots=True)
class LineLookedAt:
    """A line and whose it is now; `refusal` says why it would not be taken, or ""."""

    line: OutsideLine
    account_no: str
    customer_name: str
    due: Decimal
    """Due today, before this line."""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What would become of a file now; nothing is taken by looking."""

    new: tuple[LineLookedAt, ...]
    known: tuple[OutsideTaken, ...]
    refused: tuple[RefusedLine, ...]
    is_unfinished: bool = False
    """It was begun before and waits for its end."""

    @property
    def total(self) -> Decimal:
        """What the new lines make."""
        return sum((looked.line.amount for looked in self.new), ZERO)


@dataclass(frozen=True, slots=True)
class BookGap:
    """Numbers of a paper book that nobody has entered."""

    book: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PaperBook:
    """What was entered of one book."""

    book: str
    first: int
    last: int
    receipts: int


@dataclass(frozen=True, slots=True)
class CashCounted:
    """The cash that came with a paper batch; `reason` explains a difference."""

    pieces: tuple[Pieces, ...] = ()
    reason: str = ""
