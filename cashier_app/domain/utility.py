"""The utility, its counters and its people, as the counter knows them after sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cashier_app.domain.money import Currency


class Role(StrEnum):
    """A person has one role; a supervisor may do what a cashier may."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


OPTIONAL_LINES = (
    "logo", "utility_address", "customer_address", "meter", "bill_numbers", "explanations",
    "balance", "contact",
)  # fmt: skip
"""What a receipt may go without. Number, date, person, amounts, tender and code always stand."""

HEAD_LINES, MORE_LINES, LONGEST_LINE = 3, 4, 60


@dataclass(frozen=True, slots=True)
class ReceiptDesign:
    """What the utility has chosen for its receipts: lines left out, and lines of its own."""

    left_out: frozenset[str] = frozenset()
    """Of OPTIONAL_LINES; an unknown name, of a newer program, leaves nothing out."""
    head: tuple[str, ...] = ()
    """Under the name."""
    more: tuple[str, ...] = ()
    """After the utility's closing words."""

    def shows(self, line: str) -> bool:
        """True when an optional line stands."""
        return line not in self.left_out


@dataclass(frozen=True, slots=True)
class Utility:
    """The row that names the utility on screens and receipts."""

    name: str
    address: str
    tax_no: str
    contact: str
    """The receipt's line for questions, for example "Questions: 1600 100, Mon to Sat"."""
    receipt_foot: str
    currency: Currency
    time_zone: str
    cash_step: Decimal = Decimal("0")
    """Cash is rounded to this step (0.05, 1 …); 0 means no cash rounding."""
    logo: bytes | None = None
    """A PNG, or None for the built-in mark."""
    is_training: bool = False
    design: ReceiptDesign = ReceiptDesign()


@dataclass(frozen=True, slots=True)
class Denomination:
    """A banknote or coin; `note` is False for coins."""

    value: Decimal
    note: bool


@dataclass(frozen=True, slots=True)
class CounterIdentity:
    """One cash position: a desk with one drawer and one printer."""

    counter_id: int
    code: str
    """Two digits or more; the first part of a receipt number ("03")."""
    name: str
    office: str
    identity: str = ""
    """Of this counter in this database and in no other: hex, drawn when it was made."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signed in with a database user of their own."""

    user_id: int
    user_name: str
    full_name: str
    role: Role
    rights: frozenset[str] = frozenset()
    must_change_password: bool = False
    limits: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    """Of the rights that have one, as they were at sign-in; the server asks again."""

    def may(self, right: str, amount: Decimal) -> bool:
        """True inside the limit of a right."""
        return right in self.rights and amount <= self.limits.get(right, amount)


@dataclass(frozen=True, slots=True)
class Rules:
    """The utility's settings that a counter follows; the procedures check them again."""

    idle_minutes: int = 3
    undo_limit: int = 3
    """Undos of a last receipt that one shift may have."""
    implausible_factor: int = 10
    """Cash of at least this many times the due, and above the largest note, is questioned."""
    claim_seconds: int = 60
    difference_limit: Decimal = Decimal("50")
    """Over/short above this needs a supervisor; below it the cashier closes alone."""
    set_aside_seconds: int = 120
    cheque_stale_days: int = 90
    """A cheque dated longer ago is refused."""
    cheque_ahead_days: int = 0
    """A cheque dated further ahead is refused: post-dated."""
    scan_prefix: str = ""
    """Characters a scanner may send before a code; stripped."""
    key_map: str = ""
    """Function keys that the utility has moved; see domain.key_map."""


@dataclass(frozen=True, slots=True)
class OpenShift:
    """One cashier's shift at one counter. Times are UTC."""

    shift_id: int
    counter_id: int
    user_id: int
    cashier: str
    business_date: date
    opened_at: datetime
    float_amount: Decimal
    receipts: int
    state: str
    """"open", "counting" (count locked) or "closed"."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Everything the program needs after sign-in, from one round trip."""

    person: Person
    counter: CounterIdentity
    utility: Utility
    rules: Rules
    denominations: tuple[Denomination, ...]
    shift: OpenShift | None
    """This person's open or counting shift at this counter, if any."""
    business_date: date
    server_time: datetime
    proposed_float: Decimal = Decimal("0")
    """The float that the last close at this counter left."""
    blocked_by: str = ""
    """Name of the person whose shift is open at this counter, if somebody else's."""
    shift_elsewhere: str = ""
    """Name of another counter where this person's shift is open."""
    utc_offset_minutes: int = 0
    """Local time less UTC, at the sign-in."""
    has_queue: bool = False
    """True where customers take numbers: the hall has a kiosk."""

    def offset_at(self, moment: datetime) -> int:
        """Local time less UTC at a UTC time, in minutes: a copy says the time of its original.

        The server's at the sign-in, and what the zone's clocks were or will be changed by.
        """
        return (
            self.utc_offset_minutes
            + _minutes(self.utility.time_zone, moment)
            - _minutes(self.utility.time_zone, self.server_time)
        )


def _minutes(zone: str, moment: datetime) -> int:
    try:
        ahead = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return 0  # a computer without the zones knows no change of a clock
    return int(ahead.total_seconds()) // 60 if ahead else 0
