"""What a customer can do at a screen in the hall, and the numbers that a counter calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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

STATEMENT_DAYS = 365
LONGEST_NUMBER = 24


class KioskService:
    """In the lane "counter", sheets in "printer": each customer's by both keys."""

    def __init__(self, gateway: KioskGateway, drawing: BillDrawing, sheets: SheetPrinter) -> None:
        self._gateway, self._drawing, self._sheets = gateway, drawing, sheets

    @property
    def has_sheets(self) -> bool:
        """Whether bills and statements can be printed here."""
        return self._sheets.is_there

    def hello(self) -> KioskFacts:
        """Who we are; connects. Raises SignInFailed, Refused, Busy or Unavailable."""
        return self._gateway.hello()

    def account(self, keys: AccountKeys) -> AccountOpened:
        """Everything the customer sees. Raises Refused: kiosk_no_match, kiosk_wait."""
        return self._gateway.account(keys)

    def bill(self, keys: AccountKeys, bill_no: str) -> BillPaper:
        """One bill with its lines and readings. Raises Refused("no_such_bill"), too."""
        return self._gateway.bill(keys, bill_no)

    def print_bill(self, keys: AccountKeys, bill_no: str, utility: Utility) -> None:
        """The bill again, as it was issued. Raises Unavailable("sheet_printer"), too."""
        paper = self._gateway.bill(keys, bill_no)
        content = self._drawing.bills([paper], utility, Sheet.A4)
        self._sheets.print_pdf(f"bill-{bill_no}", content)

    def print_statement(self, keys: AccountKeys, today: date, utility: Utility) -> None:
        """The last year's statement. Raises Unavailable("sheet_printer"), too."""
        first = today - timedelta(days=STATEMENT_DAYS)
        content = self._drawing.statement(self._gateway.statement(keys, first, today), utility)
        self._sheets.print_pdf(f"statement-{keys.account_no}", content)

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
