"""What happened in a shift, entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Event:
    """An entry with money, in thousandths-exact amounts. Time is UTC."""

    kind: str
    """"payment", "undo", "reversal" …"""
    number: str
    stored_at: datetime
    amount: Decimal
    """Tenders less change; below zero for what was taken back."""
    cash: Decimal
    """Cash as typed in; 0 without any."""
    change: Decimal


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement of the drawer."""

    kind: str
    number: str
    stored_at: datetime
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A surprise count of the drawer."""

    number: str
    stored_at: datetime
    counted: Decimal
    expected: Decimal
    difference: Decimal
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """An act whose end nobody knew when the shift closed."""

    reference: str
    act: str
    total: Decimal
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class OverShort:
    """A difference of one closed shift."""

    day: date
    difference: Decimal
    reason: str
    decided: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class ShiftStory:
    """Everything in the order it happened."""

    events: tuple[Event, ...]
    moved: tuple[Moved, ...]
    checks: tuple[Checked, ...]
    left_open: tuple[LeftOpen, ...]
    history: tuple[OverShort, ...]
    """The cashier's last differences, newest first, this shift's among them."""
