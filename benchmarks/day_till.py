"""One counter of a simulated day: the program's services, its printing lane, its printer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from decimal import ROUND_UP, Decimal
from functools import partial
from typing import TypeVar

from benchmarks.day_people import NOTE
from benchmarks.day_printer import Sink
from benchmarks.line import Line
from cashier_app.bootstrap import load_program
from cashier_app.db.engine import DatabaseAddress
from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.payments import Receipt, TakePayment
from cashier_app.domain.printing import PrintResult, PrintState
from cashier_app.domain.utility import Utility
from cashier_app.services.program import Program
from receipts.printers import PrinterKind, PrinterSettings
from tests.support.counter import Desk

_AGAIN_SECONDS = 0.02
"""As long as a person needs to press Enter again; the program itself waits longer."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with a bill in hand."""

    bill_no: str
    pays_part: bool
    thinks: float


@dataclass(slots=True)
class Served:
    """What a counter saw of its customers."""

    waits: list[float] = field(default_factory=list)
    """Seconds from the scan to the receipt's last byte, people left out."""
    thought: float = 0.0
    paid: dict[str, Decimal] = field(default_factory=dict)
    again: Counter[str] = field(default_factory=Counter)


class Till:
    """At work from the first scan to `close`."""

    def __init__(self, desk: Desk, line: Line, sink: Sink) -> None:
        self.desk, self.sink, self.served = desk, sink, Served()
        address = DatabaseAddress(
            desk.address.database, host="127.0.0.1", port=line.port, private_loopback=True
        )
        printer = PrinterSettings(PrinterKind.NETWORK, "127.0.0.1", sink.port)
        self.program: Program = load_program(replace(desk.setup, address=address, printer=printer))
        desk.programs.append(self.program)
        signed_in = self.program.sessions.sign_in(desk.user_name, desk.password).signed_in
        self._utility: Utility = signed_in.utility
        self._offset = signed_in.utc_offset_minutes
        self.shift = desk.open_shift(self.program)
        self._lane = ThreadPoolExecutor(1, f"printer-{desk.code}")
        self._tray: list[Receipt] = []

    def serve(self, customer: Customer) -> None:
        """Scan, pay, print."""
        began = time.perf_counter()
        receipt, opens_drawer = self._paid(customer)
        printing = self._lane.submit(self._print, receipt)
        last_byte = self._last_byte(printing)
        self.served.waits.append(last_byte - began)
        self.served.thought += customer.thinks
        self.served.paid[receipt.number] = receipt.total
        self._written_down(receipt, printing.result())
        if opens_drawer:
            self._lane.submit(self.program.printer.open_drawer).result()
            self._patiently(lambda: self.program.receipts.record_drawer(receipt.entry_id))
        self._print_tray()

    def close(self) -> None:
        """The tray is empty when the day ends."""
        self._print_tray()
        self._lane.shutdown()
        self.program.close()
        self.desk.programs.remove(self.program)

    def _paid(self, customer: Customer) -> tuple[Receipt, bool]:
        while True:
            opened = self._patiently(lambda: self.program.lookup.open_scanned(customer.bill_no))
            order = self._order(opened, customer)
            try:
                receipt = self._patiently(partial(self._take, order))
            except Refused as error:
                self.served.again[error.code] += 1
                continue
            if receipt is not None:
                return receipt, any(t.tendered for t in order.tenders)

    def _take(self, order: TakePayment) -> Receipt | None:
        """The receipt; None where the server says that it never came."""
        try:
            return self.program.payments.take(order, self.desk.user_name).receipt
        except OutcomeUnknown as error:
            self.served.again["outcome unknown"] += 1
            request_id = error.request_id
            taken = self._patiently(lambda: self.program.payments.settle(request_id)).taken
            return taken.receipt if taken else None

    def _order(self, opened: AccountOpened, customer: Customer) -> TakePayment:
        basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
        due = basket.left_to_pay
        if customer.pays_part and due > NOTE:
            cash = Decimal(NOTE)
        else:
            cash = (due / NOTE).to_integral_value(ROUND_UP) * NOTE
        return order_from(
            plan_payment(basket, cash, part=cash < due),
            basket,
            request_id=self.program.new_request_id(),
            shift_id=self.shift.shift_id,
            taken_at=self.program.clock.now(),
        )

    def _print(self, receipt: Receipt) -> tuple[PrintResult, float]:
        result = self.program.printer.print_receipt(receipt, self._utility, self._offset)
        return result, self.sink.last_cut if result.state is PrintState.PRINTED else 0.0

    def _last_byte(self, printing: Future[tuple[PrintResult, float]]) -> float:
        """Without paper there is no byte: then when the cashier was told so."""
        return printing.result()[1] or time.perf_counter()

    def _written_down(self, receipt: Receipt, printed: tuple[PrintResult, float]) -> None:
        result, _ = printed
        if result.state is PrintState.NOT_PRINTED:
            self.served.again["paper waits"] += 1
            self._tray.append(receipt)
        self._patiently(lambda: self.program.receipts.record_print(receipt, result))

    def _print_tray(self) -> None:
        if not self._tray or not self._lane.submit(self.program.printer.status).result().ready:
            return
        waiting, self._tray = self._tray, []
        for receipt in waiting:
            self._written_down(receipt, self._lane.submit(self._print, receipt).result())

    def _patiently(self, work: Callable[[], T]) -> T:
        """Again until the server answers; what it refuses is raised."""
        while True:
            try:
                return work()
            except (Unavailable, Busy) as error:
                self.served.again[error.code] += 1
                time.sleep(_AGAIN_SECONDS)
