"""What a customer's own screen and the hall's queue need from the outside world; see ports.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.bill_papers import BillPaper, Statement
from cashier_app.domain.kiosk import AccountKeys, KioskFacts
from cashier_app.domain.printing import PrintResult
from cashier_app.domain.queue import HallCalls, NumberCalled, TakenTicket, TicketSlip
from cashier_app.domain.utility import Utility


class KioskGateway(Protocol):
    """A kiosk's database user: it may CALL these, and nothing else.

    Every method that is given the keys raises Refused: kiosk_no_match where they do not fit each
    other, kiosk_wait (fact "seconds") after too many such tries; and Busy or Unavailable.
    """

    def hello(self) -> KioskFacts:
        """Connects where nobody is connected; raises SignInFailed."""
        ...

    def account(self, keys: AccountKeys) -> AccountOpened: ...

    def bill(self, keys: AccountKeys, bill_no: str) -> BillPaper:
        """Raises Refused("no_such_bill") for a bill that is not of this account."""
        ...

    def statement(self, keys: AccountKeys, first: date, last: date) -> Statement: ...

    def ticket(self, keys: AccountKeys | None, bill_nos: Sequence[str]) -> TakenTicket:
        """Without keys a number only. Raises Refused: kiosk_bills_changed, kiosk_tickets."""
        ...

    def calls(self) -> HallCalls: ...

    def end(self, code: str, user_name: str, password: str) -> None:
        """Let a supervisor end the screen of kiosk `code`; raises SignInFailed, Refused."""
        ...

    def close(self) -> None: ...


class QueueGateway(Protocol):
    """The hall's queue, from a counter."""

    def call_next(self) -> NumberCalled:
        """Raises Refused: nobody_waits, no_right."""
        ...

    def call_again(self) -> NumberCalled:
        """Raises Refused: nobody_called, no_right."""
        ...


class TicketPrinter(Protocol):
    """The slip printer of a kiosk. Never raises; never called on the GUI thread."""

    def print_ticket(
        self, slip: TicketSlip, utility: Utility, offset_minutes: int
    ) -> PrintResult: ...


class SheetPrinter(Protocol):
    """Puts a PDF on paper. Never on the GUI thread."""

    @property
    def is_there(self) -> bool:
        """False where a kiosk has none: bills and statements are not offered then."""
        ...

    def print_pdf(self, name: str, content: bytes) -> None:
        """Hand it over; raises Unavailable("sheet_printer")."""
        ...
