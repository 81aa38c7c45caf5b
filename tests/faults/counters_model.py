"""What two counters' books must hold, in a few numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from cashier_app.domain.payments import TakePayment

ACCOUNTS = (("100", "40"), ("75.5",), ("33", "12.5", "60"))
"""The bills of an example's customers."""


@dataclass(slots=True)
class Receipt:
    """What a payment has moved; at most one thing takes it back."""

    number: str
    till: int
    shift: int
    account: int
    owed: Decimal
    credit: Decimal
    cash: Decimal
    stands: bool = True


@dataclass(slots=True)
class Shown:
    """An order as a screen has it, and how often its account had changed by then."""

    order: TakePayment
    account: int
    changes: int
    owed: Decimal
    credit: Decimal
    cash: Decimal


@dataclass(slots=True)
class Model:
    """What must be true: a few numbers."""

    owed: list[Decimal]
    safe: Decimal
    numbers: Counter[tuple[int, str]]
    credit: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * len(ACCOUNTS))
    changes: list[int] = field(default_factory=lambda: [0] * len(ACCOUNTS))
    is_open: list[bool] = field(default_factory=lambda: [False, False])
    held: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * 2)
    """In the open drawer."""
    undos: list[int] = field(default_factory=lambda: [0, 0])
    counted: list[list[int]] = field(default_factory=lambda: [[], []])
    """Shifts that wait for their Z; the counter is free for the next one meanwhile."""
    receipts: list[Receipt] = field(default_factory=list)
    on_its_way: list[tuple[int, int, Decimal]] = field(default_factory=list)
    """Entry, receiver and amount of cash between the drawers."""
