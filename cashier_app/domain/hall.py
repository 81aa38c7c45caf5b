"""The day of a hall: every counter, what they collected, and whether it all ties out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from cashier_app.domain.money import ZERO


@dataclass(frozen=True, slots=True)
class HallShift:
    """One shift on the supervisor's screen. Times are UTC."""

    shift_id: int
    counter_code: str
    counter: str
    cashier: str
    user_id: int
    business_date: date
    opened_at: datetime
    counted_at: datetime | None
    closed_at: datetime | None
    state: str
    receipts: int
    undos: int
    float_amount: Decimal
    expected: Decimal
    """What the drawer holds by the shift's own running sums."""
    drawer: Decimal
    """The same from its rows: float, cash tenders less change, movements."""
    counted: Decimal | None
    difference: Decimal | None
    decided: bool
    outcome: str
    cash: Decimal
    card: Decimal
    cheque: Decimal
    transfer: Decimal = ZERO
    """At a counter of a bank or mobile service."""

    @property
    def total(self) -> Decimal:
        """Collected by all tenders, less what was taken back."""
        return self.cash + self.card + self.cheque + self.transfer

    @property
    def in_drawer(self) -> Decimal:
        """What lies there: counted, or expected while nobody has counted."""
        return self.expected if self.counted is None else self.counted

    @property
    def open_difference(self) -> Decimal:
        """A difference that somebody still has to look at; 0 for none."""
        if self.difference is None or self.decided or self.outcome:
            return ZERO
        return self.difference


@dataclass(frozen=True, slots=True)
class OpenDifference:
    """A Z whose difference waits for a decision."""

    shift_id: int
    number: str
    counter: str
    cashier: str
    is_own: bool
    """True for the asking person's own drawer, which somebody else decides."""
    day: date
    difference: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An act that was unsettled when its shift closed, and still is."""

    request_id: UUID
    act: str
    total: Decimal
    sent_at: datetime
    counter: str
    cashier: str

    @property
    def reference(self) -> str:
        """What stands on the customer's slip."""
        return self.request_id.hex[-6:]


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Cash that left one drawer and has not reached the other."""

    handover_id: int
    amount: Decimal
    giver: str
    receiver: str
    stored_at: datetime


class Line(StrEnum):
    """The lines of the tie-out, in their order."""

    RECEIPTS = "receipts"
    POSTED = "posted"
    TENDERS = "tenders"
    DRAWERS = "drawers"
    RUNNING = "running"
    SAFE = "safe"
    ON_THE_WAY = "on_the_way"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TieLine:
    """One line: what it says, and what is missing (0 when it ties)."""

    line: Line
    amount: Decimal
    off: Decimal = ZERO

    @property
    def ties(self) -> bool:
        """True when nothing is missing."""
        return self.off == ZERO


@dataclass(frozen=True, slots=True)
class HallDay:
    """Everything the supervisor's screen shows of a day, from one snapshot of the database."""

    office: str
    day: date
    is_today: bool
    asked_at: datetime
    drawer_limit: Decimal
    """Cash a drawer should not go above; 0 for no limit."""
    shifts: tuple[HallShift, ...]
    hours: tuple[tuple[int, Decimal], ...]
    """Collected by the local hour, in order."""
    receipts: int
    cancelled: int
    tendered: Decimal
    """Tenders less change of all entries, what was taken back taken off."""
    cancelled_amount: Decimal
    allocated: Decimal
    credit: Decimal
    """Credit made less credit used."""
    rounding: Decimal
    safe_held: Decimal | None
    """None before the safe is opened."""
    safe_lines: Decimal
    differences: tuple[OpenDifference, ...]
    unsettled: tuple[OpenItem, ...]
    on_the_way: tuple[OnTheWay, ...]

    @property
    def of_the_day(self) -> tuple[HallShift, ...]:
        """Shifts of this business day; the others are only still open."""
        return tuple(shift for shift in self.shifts if shift.business_date == self.day)

    @property
    def has_transfers(self) -> bool:
        """True on a day with money from a bank's or mobile service's file."""
        return any(shift.transfer for shift in self.of_the_day)

    def is_drop_due(self, shift: HallShift) -> bool:
        """True for an open drawer above the limit."""
        return shift.state == "open" and ZERO < self.drawer_limit < shift.expected

    def tie_out(self) -> tuple[TieLine, ...]:
        """Payments = allocations + credit made − used ± rounding = tenders; drawers; safe."""
        shifts = self.of_the_day
        by_counter = sum((shift.total for shift in shifts), ZERO)
        posted = self.allocated + self.credit + self.rounding
        differences = sum((shift.open_difference for shift in self.shifts), ZERO)
        off = max((abs(shift.open_difference) for shift in self.shifts), default=ZERO)
        running = sum((shift.expected - shift.drawer for shift in self.shifts), ZERO)
        wrong = max((abs(shift.expected - shift.drawer) for shift in self.shifts), default=ZERO)
        lines = [
            TieLine(Line.RECEIPTS, self.tendered),
            TieLine(Line.POSTED, posted, posted - self.tendered),
            TieLine(Line.TENDERS, by_counter, by_counter - self.tendered),
            # Short in one drawer and over in another is two differences, not none.
            TieLine(Line.DRAWERS, differences, differences or off),
        ]
        if wrong:
            lines.append(TieLine(Line.RUNNING, running, running or wrong))
        if self.safe_held is not None:
            lines.append(TieLine(Line.SAFE, self.safe_held, self.safe_held - self.safe_lines))
        if self.on_the_way:
            on_the_way = sum((way.amount for way in self.on_the_way), ZERO)
            lines.append(TieLine(Line.ON_THE_WAY, on_the_way, on_the_way))
        lines.append(TieLine(Line.CANCELLED, -self.cancelled_amount))
        return tuple(lines)

    @property
    def ties(self) -> bool:
        """True when every line does and nothing is left to decide."""
        return all(line.ties for line in self.tie_out()) and not self.differences
