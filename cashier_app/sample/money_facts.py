"""What happens at a counter, before it is known at which counter and at what second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Self


@dataclass(frozen=True, slots=True)
class Allocation:
    """One bill's part of a payment."""

    bill_id: int
    amount: Decimal
    discount: Decimal
    balance_before: Decimal

    @property
    def balance_after(self) -> Decimal:
        return self.balance_before - self.amount - self.discount


@dataclass(frozen=True, slots=True)
class CreditChange:
    """Credit made (+) or used (−)."""

    account_id: int
    amount: Decimal
    balance_after: Decimal


@dataclass(frozen=True, slots=True)
class Cheque:
    """What is written on a cheque."""

    bank: str
    cheque_no: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class Tender:
    """Money handed over; `cheque` only with a cheque, `slip_no` only with a card."""

    kind: str
    tendered: Decimal
    change: Decimal
    cheque: Cheque | None = None
    slip_no: str = ""

    @property
    def net(self) -> Decimal:
        return self.tendered - self.change


@dataclass(frozen=True, slots=True)
class Taken:
    """One receipt. `due_before` and `credit_before` are what an undo of it brings back."""

    account_id: int
    allocations: tuple[Allocation, ...]
    credits: tuple[CreditChange, ...]
    tenders: tuple[Tender, ...]
    due_before: Decimal
    credit_before: Decimal
    due_after: Decimal
    credit_after: Decimal
    undone: bool = False

    @property
    def net(self) -> Decimal:
        """What stays in the drawer."""
        return sum((tender.net for tender in self.tenders), Decimal(0))

    def as_undone(self) -> Self:
        """The same receipt, taken back right after it."""
        return replace(self, undone=True)


Visit = tuple[Taken, ...]
"""What one customer does in a row: one receipt, or a wrong one, its undo and the right one."""
