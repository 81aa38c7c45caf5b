"""What the services need from the outside world, as Protocols.

`cashier_app.db` implements the gateways, `receipts` the printer; `wiring`
wires them. Every gateway method is one round trip unless it says otherwise, and
raises only the errors of `cashier_app.domain.errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from cashier_app.domain.accounts import AccountOpened, FoundPage
from cashier_app.domain.attempts import AttemptReason, AttemptSlip
from cashier_app.domain.corrections import (
    Correctable,
    CorrectionOrder,
    PreparedAct,
    WaitingAct,
)
from cashier_app.domain.drawer import (
    AcceptHandover,
    CashSlip,
    CheckDrawer,
    Decided,
    DecideDifference,
    HandOver,
    Handovers,
    KeepSafe,
    MoveCash,
    SafeLine,
)
from cashier_app.domain.hall import HallDay
from cashier_app.domain.lost import LoggedAct
from cashier_app.domain.payments import (
    Acknowledged,
    LateEnd,
    PaymentTaken,
    Receipt,
    ReceiptSummary,
    Settled,
    TakePayment,
    UndoPayment,
    Unsettled,
)
from cashier_app.domain.people import CounterFacts, NewUser, People, Rights
from cashier_app.domain.printing import (
    LeftPaper,
    PrintState,
)
from cashier_app.domain.queue import Ticket
from cashier_app.domain.search import Query
from cashier_app.domain.shifts import (
    CloseShift,
    CountLocked,
    LockCount,
    ShiftOpened,
    StartShift,
    XReport,
    ZReport,
)
from cashier_app.domain.story import ShiftStory
from cashier_app.domain.utility import Denomination, SignedIn
from cashier_app.domain.utility_settings import UtilityFacts


class Clock(Protocol):
    """The counter's own clock."""

    def now(self) -> datetime:
        """UTC, aware, microseconds."""
        ...


class SessionGateway(Protocol):
    """The connection of the person at the counter. One person, one connection."""

    def connect(self, user_name: str, password: str) -> None:
        """Open the connection; raises SignInFailed or Unavailable. Not one round trip."""
        ...

    def reconnect(self) -> None:
        """Drop the connection, KILL it on the server if it still lives, open a fresh one."""
        ...

    def close(self) -> None:
        """Forget the connection and the password."""
        ...

    def is_open(self) -> bool:
        """True after `connect`, until `close`."""
        ...

    def check_server(self) -> None:
        """Raise SignInFailed with the reason if server or schema is not safe to sell on."""
        ...

    def sign_in(self) -> SignedIn:
        """Rights, rules, utility, open shift of the connected person at this counter."""
        ...

    def note(self, act: str, detail: str = "") -> None:
        """Audit what the person did besides money ("sign_out", "lock", "set_aside" …)."""
        ...

    def change_password(self, new_password: str) -> None:
        """Change the connected person's own password; raises Refused."""
        ...

    def verify_password(self, user_name: str, password: str) -> str:
        """Check a password on a connection of its own (unlock); returns the person's role."""
        ...


class LookupGateway(Protocol):
    """Reads for the counter; every read is a procedure with a limit."""

    def find(self, query: Query) -> FoundPage:
        """At most 50 accounts."""
        ...

    def open_account(self, account_id: int) -> AccountOpened:
        """Everything the payment screen shows; writes the claim."""
        ...

    def open_bill(self, bill_no: str) -> AccountOpened:
        """As open_account, by the code of a scanned bill; raises Refused("no_such_bill")."""
        ...

    def ticket(self, code: str) -> Ticket:
        """What the slip of a queue number stands for; raises Refused."""
        ...

    def release_claim(self, account_id: int) -> None:
        """Take our claim back."""
        ...

    def renew_claims(self, account_ids: Sequence[int]) -> None:
        """Keep our claims on accounts that are still open alive."""
        ...


class PaymentGateway(Protocol):
    """Money. Raises Refused, Busy, Unavailable or OutcomeUnknown."""

    def take(self, order: TakePayment) -> PaymentTaken:
        """Store the payment; the same request again returns the stored one."""
        ...

    def undo(self, order: UndoPayment) -> PaymentTaken:
        """Store the undo of the last receipt."""
        ...

    def settle(self, request_id: UUID) -> Settled:
        """Ask for the end of an unknown act by making its request void if it did not land.

        Raises Busy while the server is still deciding, Unavailable without a server.
        """
        ...

    def known_hashes(self, request_ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The entry's hash of each request that the server has as done."""
        ...


class CorrectionGateway(Protocol):
    """Corrections of what was stored. Acts raise what PaymentGateway's do."""

    def correctable(self, receipt_no: str) -> Correctable:
        """A receipt of any counter and what stands of it; raises Refused("no_such_receipt")."""
        ...

    def prepare(self, order: CorrectionOrder) -> PreparedAct:
        """The text and fingerprint of an order; no round trip."""
        ...

    def carry_out(self, prepared: PreparedAct) -> PaymentTaken:
        """Store the act; the same request again returns the stored one."""
        ...

    def wait(self, prepared: PreparedAct) -> None:
        """Put the act on the approvals' list; the same again changes nothing."""
        ...

    def waiting(self) -> tuple[WaitingAct, ...]:
        """At most 50 acts of the list, those that somebody must do something about first."""
        ...

    def waiting_order(self, waiting_act_id: int) -> PreparedAct:
        """The stored text of an act on the list."""
        ...

    def decide(self, waiting_act_id: int, *, approved: bool, reason: str) -> None: ...

    def withdraw(self, waiting_act_id: int) -> None: ...


class ApprovalGateway(Protocol):
    """Another person's yes. Not one round trip: it connects, asks and disconnects."""

    def approve(self, user_name: str, password: str, prepared: PreparedAct, reason: str) -> None:
        """Raises SignInFailed, Refused, Busy or Unavailable."""
        ...


class ShiftGateway(Protocol):
    """Shift acts. The same request again returns the stored act: after a doubt it is repeated."""

    def post_day(self) -> bool:
        """Post up to 2,000 late charges of today; True when nothing is left to post."""
        ...

    def open_shift(self, order: StartShift) -> ShiftOpened: ...

    def lock_count(self, order: LockCount) -> CountLocked: ...

    def close_shift(self, order: CloseShift, unsettled: Sequence[Unsettled]) -> ZReport:
        """`unsettled` are the lines that go by name to the supervisor's list."""
        ...

    def prepare_close(
        self, order: CloseShift, unsettled: Sequence[Unsettled], difference: Decimal
    ) -> PreparedAct:
        """What a supervisor approves of `order`; no round trip."""
        ...

    def x_report(self, shift_id: int) -> XReport:
        """A shift as it stands; for its own cashier without the cash."""
        ...

    def stored_z(self, shift_id: int, *, reprint: bool) -> ZReport:
        """The Z of a closed shift; as a copy it is counted and audited."""
        ...

    def story(self, shift_id: int) -> ShiftStory:
        """What happened in a shift; one's own only after its count."""
        ...

    def locked_count(self, shift_id: int) -> CountLocked:
        """The stored count of a counting shift (after a restart)."""
        ...

    def unsigned_reports(self) -> dict[int, bytes]:
        """Entry and hash of this counter's Zs that have no signature yet."""
        ...

    def sign_z(self, entry_id: int, signature: bytes) -> None:
        """Store the counter's signature over a Z's hash."""
        ...


class ReceiptGateway(Protocol):
    """Stored receipts and the trace of paper and drawer."""

    def receipt(self, number: str) -> Receipt:
        """A stored receipt or undo slip; raises Refused("no_such_receipt")."""
        ...

    def start_reprint(self, number: str) -> Receipt:
        """The stored receipt with its next copy number, counted and audited."""
        ...

    def recent_receipts(self, shift_id: int, *, unprinted: bool) -> tuple[ReceiptSummary, ...]:
        """The last 20 receipts of a shift, newest first; or those not known to be printed."""
        ...

    def record_print(self, entry_id: int, copy_no: int, state: PrintState) -> None:
        """Append a print event."""
        ...

    def record_drawer(self, entry_id: int) -> None:
        """Append that the drawer was opened for a stored entry."""
        ...

    def public_keys(self) -> tuple[tuple[str, bytes], ...]:
        """Every counter's public keys: (counter code, 32 bytes)."""
        ...


class CashGateway(Protocol):
    """Cash besides payments. The same request again returns the stored act."""

    def move(self, order: MoveCash) -> CashSlip: ...

    def hand_over(self, order: HandOver) -> CashSlip: ...

    def accept(self, order: AcceptHandover) -> CashSlip: ...

    def check_drawer(self, order: CheckDrawer) -> CashSlip: ...

    def keep_safe(self, order: KeepSafe) -> CashSlip: ...

    def decide(self, order: DecideDifference) -> Decided: ...

    def prepare_move(self, order: MoveCash) -> PreparedAct:
        """What a supervisor approves of `order`; no round trip."""
        ...

    def handovers(self) -> Handovers:
        """Receivers in this hall, and handovers to or from the connected person."""
        ...

    def is_drop_due(self) -> bool:
        """True when the own drawer holds more than the utility's limit."""
        ...

    def copy(self, entry_id: int) -> CashSlip:
        """A stored slip with its next copy number, counted and audited."""
        ...

    def day(self, day: date | None) -> HallDay:
        """The hall's day; None is today."""
        ...

    def safe_lines(self) -> tuple[SafeLine, ...]:
        """The newest 300 lines of the safe, newest first; empty before it is opened."""
        ...


class KeyFile(Protocol):
    """Public keys kept on this computer, so that a code is checked without a server, too."""

    def read(self) -> tuple[tuple[str, bytes], ...]: ...

    def write(self, keys: tuple[tuple[str, bytes], ...]) -> None:
        """Raises OSError."""
        ...


class PeopleGateway(Protocol):
    """People and counters, for an administrator. No act is repeated after a doubt.

    Raises Refused, Busy, or Unavailable ("not_confirmed": it may have been done).
    """

    def people(self) -> People:
        """Everybody and every counter; two round trips."""
        ...

    def add(self, new: NewUser) -> None: ...

    def add_account(self, user_name: str, password: str) -> None:
        """The database user of a person who stands in the table only."""
        ...

    def reset_password(self, user_name: str, password: str) -> None: ...

    def disable(self, user_name: str) -> None: ...

    def enable(self, user_name: str) -> None: ...

    def set_rights(self, user_name: str, rights: Rights) -> None:
        """The whole new list."""
        ...

    def set_counters(self, user_name: str, counters: Sequence[str]) -> None:
        """The whole new list of codes."""
        ...

    def counters(self) -> tuple[CounterFacts, ...]: ...

    def disable_counter(self, code: str) -> None: ...

    def enable_counter(self, code: str) -> None: ...


class UtilityGateway(Protocol):
    """The utility's row, settings and banknotes, for an administrator. Errors as above."""

    def facts(self) -> UtilityFacts: ...

    def change(self, changes: Mapping[str, str], logo: bytes | None) -> None:
        """Fields by name (domain.utility_settings.FIELDS); logo None keeps it, b"" removes it."""
        ...

    def change_settings(self, values: Mapping[str, str]) -> None: ...

    def change_keys(self, key_map: str) -> None:
        """Raises Refused: bad_key_map, no_right."""
        ...

    def change_denominations(self, denominations: Sequence[Denomination]) -> None:
        """The whole new list."""
        ...


class Journal(Protocol):
    """The counter's own fsynced record (counter_log.py). Raises OSError when it cannot write."""

    def sent(
        self,
        request_id: UUID,
        kind: str,
        total: Decimal,
        person: str,
        facts: str,
        at: datetime,
        *,
        order: str = "",
    ) -> None: ...

    def acknowledged(
        self,
        request_id: UUID,
        number: str,
        entry_hash: bytes,
        account_no: str = "",
        paper: int = 0,
        *,
        late: bool = False,
    ) -> None: ...

    def paper_ended(self, number: str, end: str) -> None: ...

    def left_papers(self) -> tuple[LeftPaper, ...]:
        """Papers that are due and have no end, oldest first."""
        ...

    def unsent(self, number: str) -> None:
        """No byte of this receipt's original has left the computer."""
        ...

    def printing(self, number: str) -> None:
        """The original is tried again: from now on it may come out."""
        ...

    def is_unsent(self, number: str) -> bool:
        """True while it is certain that no original of this receipt is on paper."""
        ...

    def refused(self, request_id: UUID, code: str) -> None: ...

    def voided(self, request_id: UUID, *, late: bool = False) -> None: ...

    def news(self) -> tuple[LateEnd, ...]:
        """Ends that were learnt late and that nobody has noted, oldest first."""
        ...

    def noted(self, request_id: UUID) -> None:
        """A person has read what became of it."""
        ...

    def set_aside(self, request_id: UUID) -> None: ...

    def bind(self, identity: str) -> None:
        """What stands here is of this counter, in the database that drew its identity (hex)."""
        ...

    @property
    def identity(self) -> str:
        """Whose log this is; "" before the first `bind`."""
        ...

    def closed_shift(self, closed_at: datetime, difference: Decimal, number: str) -> None: ...

    def unsettled(self) -> tuple[Unsettled, ...]:
        """Lines that were sent and whose end nobody has learnt, oldest first."""
        ...

    def acknowledged_newest_first(self) -> Iterator[Acknowledged]: ...

    def acts(self) -> Iterator[LoggedAct]:
        """Every acknowledged act with what was sent, oldest first."""
        ...


class AttemptGateway(Protocol):
    """Slips of who came to pay and could not."""

    def give(
        self, account_id: int, reason: AttemptReason, came_at: datetime | None = None
    ) -> AttemptSlip:
        """`came_at` in UTC, None: now. Raises Refused: nothing_waits, slip_too_old, no_right."""
        ...
