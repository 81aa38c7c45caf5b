"""What a customer can do at a screen in the hall, and the numbers that a counter calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.bill_papers import BillPaper, Sheet
from cashier_app.domain.errors import Refused
from cashier_app.domain.kiosk import AccountKeys, KioskFacts
from cashier_app.domain.numbers import plain_number
from cashier_app.domain.queue import HallCalls, NumberCalled, TakenTicket
from cashier_app.domain.utility import Utility
from cashier_app.services.kiosk_ports import (
    KioskGateway,
    QueueGateway,
    SheetPrinter,
    TicketPrinter,
)
from cashier_app.services.office_ports import BillDrawing

T = TypeVar("T")
STATEMENT_DAYS = 365
LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A PDF for a whole sheet, and what it is called."""

    name: str
    content: bytes


class KioskService:
    """In the lane "counter", `print_sheet` in "printer": each customer's by both keys."""

    def __init__(self, gateway: KioskGateway, drawing: BillDrawing, sheets: SheetPrinter) -> None:
        self._gateway, self._drawing, self._sheets = gateway, drawing, sheets

    @property
    def has_sheets(self) -> bool:
        """Whether bills and statements can be printed here."""
        return self._sheets.is_there

    def hello(self) -> KioskFacts:
        """Who we are; connects. Raises SignInFailed, Refused, Busy or Unavailable."""
        return self._gateway.hello()

    def at_once(self, ask: Callable[[], T]) -> tuple[KioskFacts, T]:
        """What `ask` answers, and the utility's day and clock then: a kiosk runs for weeks."""
        return self._gateway.hello(), ask()

    def account(self, keys: AccountKeys) -> AccountOpened:
        """Everything the customer sees. Raises Refused: kiosk_no_match, kiosk_wait."""
        return self._gateway.account(keys)

    def bill(self, keys: AccountKeys, bill_no: str) -> BillPaper:
        """One bill with its lines and readings. Raises Refused("no_such_bill"), too."""
        return self._gateway.bill(keys, bill_no)

    def bill_sheet(self, keys: AccountKeys, bill_no: str, utility: Utility) -> SheetPaper:
        """The bill again, as it was issued, to be printed."""
        paper = self._gateway.bill(keys, bill_no)
        return SheetPaper(f"bill-{bill_no}", self._drawing.bills([paper], utility, Sheet.A4))

    def statement_sheet(self, keys: AccountKeys) -> SheetPaper:
        """The last year's statement, to be printed."""
        facts = self._gateway.hello()
        first = facts.today - timedelta(days=STATEMENT_DAYS)
        statement = self._gateway.statement(keys, first, facts.today)
        content = self._drawing.statement(statement, facts.utility)
        return SheetPaper(f"statement-{keys.account_no}", content)

    def print_sheet(self, paper: SheetPaper) -> None:
        """In the lane "printer": a slow one holds up no customer. Raises Unavailable."""
        self._sheets.print_pdf(paper.name, paper.content)

    def take_ticket(self, keys: AccountKeys, bill_nos: Sequence[str]) -> TakenTicket:
        """A number for these bills. Raises Refused: kiosk_bills_changed, kiosk_tickets, too."""
        return self._gateway.ticket(keys, bill_nos)

    def take_number(self) -> TakenTicket:
        """A number only. Raises Refused("kiosk_wait") when the last one was just taken."""
        return self._gateway.ticket(None, ())

    def calls(self) -> HallCalls:
        """For the hall's display."""
        return self._gateway.calls()

    def end(self, code: str, user_name: str, password: str) -> None:
        """A supervisor or administrator ends this screen. Raises SignInFailed, Refused."""
        self._gateway.end(code, user_name, password)


def account_keys(account_no: str, bill_no: str) -> AccountKeys:
    """From what was typed. Raises Refused("kiosk_no_match") where no number can look so."""
    keys = AccountKeys(plain_number(account_no), plain_number(bill_no))
    for number in (keys.account_no, keys.bill_no):
        if not (number.isascii() and number.isalnum() and len(number) <= LONGEST_NUMBER):
            raise Refused("kiosk_no_match")
    return keys


class QueueService:
    """The hall's queue, from the counter where a person may call numbers."""

    def __init__(self, gateway: QueueGateway) -> None:
        self._gateway = gateway

    def call_next(self) -> NumberCalled:
        """Raises Refused: nobody_waits, no_right."""
        return self._gateway.call_next()

    def call_again(self) -> NumberCalled:
        """This counter's last number once more. Raises Refused: nobody_called, no_right."""
        return self._gateway.call_again()


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The services of one kiosk or hall display, to be used off the GUI thread."""

    service: KioskService
    printer: TicketPrinter
    close: Callable[[], None]
