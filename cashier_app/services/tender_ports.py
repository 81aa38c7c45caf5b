"""What the services of cheques, lists and money from outside the hall need: see `ports`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cashier_app.domain.bulk import ListedAccountFound
from cashier_app.domain.cheques import ChequeDeposit, ChequeState, RegisteredCheque
from cashier_app.domain.outside import (
    BookGap,
    KnownReference,
    LineLookedAt,
    OutsideLine,
    PaperBatch,
    PaperBook,
    PaymentFile,
    UnfinishedFile,
)
from cashier_app.domain.payments import Receipt
from cashier_app.domain.shifts import ShiftOpened


class ChequeGateway(Protocol):
    """The cheque register."""

    def register(self, state: ChequeState, after: tuple[int, int]) -> tuple[RegisteredCheque, ...]:
        """Up to 200 cheques in one state, behind entry and line `after`."""
        ...

    def list_to_bank(self, bank: str, cheques: Sequence[tuple[int, int]]) -> int:
        """List cheques (entry, line) as one deposit; its number. Raises Refused."""
        ...

    def clear(self, cheques: Sequence[tuple[int, int]]) -> None:
        """The bank has paid them; raises Refused."""
        ...

    def deposit(self, deposit_id: int) -> ChequeDeposit:
        """A deposit as it was listed; raises Refused("no_such_deposit")."""
        ...


class BulkGateway(Protocol):
    """What a bulk payer's list needs."""

    def open_accounts(self, numbers: Sequence[str]) -> tuple[ListedAccountFound, ...]:
        """The accounts that exist, with open bills; a round trip for each 200."""
        ...


class OutsideGateway(Protocol):
    """Money from outside the hall, at one counter of a channel."""

    def unfinished(self) -> UnfinishedFile | None:
        """The file of this counter's shift that has not ended."""
        ...

    def known(self, references: Sequence[str]) -> dict[str, KnownReference]:
        """Which of these were taken before; a round trip for each thousand."""
        ...

    def look_at(self, lines: Sequence[OutsideLine]) -> tuple[LineLookedAt, ...]:
        """What would become of these lines now; a round trip for each 500."""
        ...

    def open_file(self, request_id: UUID, file: PaymentFile, taken_at: datetime) -> ShiftOpened:
        """Open the shift of a file."""
        ...

    def approve_batch(
        self, request_id: UUID, batch: PaperBatch, taken_at: datetime, reason: str
    ) -> None:
        """A supervisor's yes to the batch that `open_batch` will send."""
        ...

    def open_batch(self, request_id: UUID, batch: PaperBatch, taken_at: datetime) -> ShiftOpened:
        """Open the shift of an approved paper batch."""
        ...

    def take(
        self, request_id: UUID, shift_id: int, line: OutsideLine, taken_at: datetime
    ) -> Receipt:
        """One line as a receipt; raises Refused with the reason."""
        ...

    def books(self) -> tuple[tuple[PaperBook, ...], tuple[BookGap, ...]]:
        """Every paper book, and the numbers missing in it."""
        ...
