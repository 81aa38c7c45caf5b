"""People and counters as an administrator sees and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from cashier_app.domain.utility import Role

Rights = Mapping[str, Decimal | None]
"""What a person may do, each with the highest amount; None is without a limit."""

MANAGE_PEOPLE = "manage_people"
"""The right to change people, counters and the utility; for the role administrator only."""

_AT_COUNTER = (
    "take_payment", "call_numbers", "open_shift", "count_shift", "close_shift", "undo_payment",
    "reprint",
    "reverse_payment", "move_payment", "correct_tender", "refund_credit",
    "pay_in", "pay_out", "move_cash",
)  # fmt: skip
_PAY_OUT_LIMIT = Decimal(500)
"""Above it a cashier's paid-out needs a supervisor's yes, until an administrator sets another."""
_OVER_COUNTERS = (
    "approve", "open_drawer", "close_other", "bounce_cheque",
    "check_drawer", "decide_difference", "keep_safe", "see_day", "set_printer", "set_keys",
)  # fmt: skip
_OUTSIDE = ("cheques", "import_payments", "paper_book")
_BILLS = ("adjust_bills", "issue_fees", "agree_plans", "disconnect", "run_bills")
_BOOKS = ("read_reports", "lock_period")
_SUPPLY = ("manage_customers", "enter_readings", "manage_tariffs")
DEFAULT_RIGHTS: Mapping[Role, Rights] = {
    Role.CASHIER: {**dict.fromkeys(_AT_COUNTER), "pay_out": _PAY_OUT_LIMIT},
    Role.SUPERVISOR: dict.fromkeys((*_AT_COUNTER, *_OVER_COUNTERS, *_OUTSIDE, *_BILLS, *_BOOKS)),
    Role.CLERK: dict.fromkeys((*_BILLS, *_BOOKS, *_SUPPLY, "cheques")),
    Role.AUDITOR: dict.fromkeys(("read_reports", "check_books")),
    Role.ADMINISTRATOR: dict.fromkeys((MANAGE_PEOPLE, *_BOOKS, "set_printer", "set_keys")),
}
"""What a person of a role starts with; the procedures check the rows."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added. `counters` are codes; none means that money is not their work."""

    user_name: str
    full_name: str
    role: Role
    password: str = field(repr=False)
    counters: tuple[str, ...] = ()
    must_change_password: bool = True


@dataclass(frozen=True, slots=True)
class UserFacts:
    """A person as an administrator sees them; without an account nobody can sign in."""

    user_name: str
    full_name: str
    role: Role
    is_active: bool
    has_account: bool
    rights: Rights
    counters: tuple[str, ...]
    must_change_password: bool = False
    shift_at: str = ""
    """Name of the counter where this person's shift is open, or ""."""
    is_self: bool = False
    """True for the person who asks."""


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """A counter as an administrator sees it. `enrolled_at` is UTC."""

    code: str
    name: str
    office: str
    is_active: bool
    is_enrolled: bool
    channel: str = "hall"
    fingerprint: str = ""
    """The newest public key's, as it stands on a Z; "" for a counter without one."""
    enrolled_at: datetime | None = None
    enrolled_by: str = ""
    key_count: int = 0
    shift_of: str = ""
    """Full name of the person whose shift is open there, or ""."""
    identity: str = ""
    """Of this counter in this database and in no other: hex, drawn when it was made."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, every counter, and all that a right can be about."""

    users: tuple[UserFacts, ...]
    counters: tuple[CounterFacts, ...]
    known_rights: tuple[str, ...]
