"""A dead printer costs the next customer nothing, and the traces say what is known (P1)."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from cashier_app.services.program import Program
from receipts.picture import printed
from receipts.printers import PrinterKind, PrinterSettings, ReceiptPrinter
from tests.receipts import samples
from tests.receipts.fake_printer import FakePrinter, Manners
from tests.receipts.pty_printer import PtyPrinter
from tests.support.counter import World
from tests.ui.payment_desk import PaymentDesk
from ui.flow.printing import _said_of
from ui.main_window import MainWindow
from ui.tasks import LaneName, Tasks

ENTER = Qt.Key.Key_Return
SERVED_WITHIN = 2.0


@contextlib.contextmanager
def refusing() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    yield port


@contextlib.contextmanager
def behaving(manners: Manners) -> Iterator[int]:
    with FakePrinter(manners) as fake:
        yield fake.port


PRINTERS = {
    "refuses": (refusing(), "not printed, not printed"),
    "never reads": (behaving(Manners(reads=False)), ""),
    "stalls in the paper": (behaving(Manners(stalls_after=500)), ""),
    "dies in the paper": (behaving(Manners(dies_after=500)), "not known, not printed"),
    "silent": (behaving(Manners(answers=False)), "not known, not known"),
    "talks without end": (behaving(Manners(floods=True)), ""),
    "cover open": (behaving(Manners(cover_open=True)), "not printed, not printed"),
}
"""What is known of two papers, the dead one first; empty where it takes the lane seconds."""


@pytest.mark.parametrize("name", PRINTERS)
def test_the_next_customer_is_served_all_the_same(
    window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot, name: str
) -> None:
    made, states = PRINTERS[name]
    with made as port:

        def on_the_network(program: Program) -> Program:
            settings = PrinterSettings(PrinterKind.NETWORK, "127.0.0.1", port)
            return replace(program, printer=ReceiptPrinter(settings))

        desk = PaymentDesk(window, tasks, world.desk(), qtbot, on_the_network)
        accounts = [world.account((amount,)) for amount in ("30", "40")]
        began = time.monotonic()
        numbers = [pay(desk, account.bills[0].bill_no) for account in accounts]
        assert time.monotonic() - began < SERVED_WITHIN
        if states:
            desk.settle()
            assert ", ".join(last_trace(world, number) for number in numbers) == states
        tasks.close(0)
    assert len(set(numbers)) == 2


def test_an_unplugged_printer_prints_by_itself_when_it_is_back(
    window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    link = tmp_path / "lp0"

    def on_usb(program: Program) -> Program:
        return replace(
            program, printer=ReceiptPrinter(PrinterSettings(PrinterKind.DEVICE, path=link))
        )

    desk = PaymentDesk(window, tasks, world.desk(), qtbot, on_usb)
    number = pay(desk, world.account(("30",)).bills[0].bill_no)
    desk.settle()
    assert desk.banner.startswith("Printer does not answer. 1 receipt waiting.")
    assert last_trace(world, number) == "not printed"
    plugged = PtyPrinter(link)
    desk.flow.printing._look_again.start(10)
    qtbot.waitUntil(lambda: not desk.flow.printing.waiting and desk.flow.printing.is_idle)
    desk.settle()
    plugged.unplug()
    assert printed(plugged.paper()).cuts == 1
    assert (desk.banner, last_trace(world, number)) == ("", "printed")


def test_letters_that_no_font_has_are_told_beside_the_receipt() -> None:
    ready = PrinterStatus(PrinterFault.NONE)
    result = PrintResult(PrintState.PRINTED, ready, missing_scripts=("Bengali",))
    says = _said_of(samples.CHANGE, result)
    assert (says.text, says.warn) == ("Printed without letters: no font here for Bengali", True)


def last_trace(world: World, number: str) -> str:
    ((state,),) = world.run(
        "SELECT l.state FROM print_log l JOIN payments p ON p.payment_id = l.entry_id"
        " WHERE p.receipt_no = %s ORDER BY l.print_event_id DESC LIMIT 1",
        number,
    )
    return str(state)


def pay(desk: PaymentDesk, bill_no: str) -> str:
    """Scan, Enter, paid, Enter: the printer's lane is not waited for."""

    def counter_is_idle() -> bool:
        return not desk.tasks.is_busy(LaneName.COUNTER)

    desk.scanner.scanned.emit(bill_no)
    desk.qtbot.waitUntil(counter_is_idle)
    desk.press_only(ENTER)
    desk.qtbot.waitUntil(lambda: desk.at == "paid" and counter_is_idle())
    receipt = desk.flow.screens.paid.receipt
    assert receipt is not None
    desk.press_only(ENTER)
    desk.qtbot.waitUntil(lambda: desk.at == "find")
    return receipt.number
