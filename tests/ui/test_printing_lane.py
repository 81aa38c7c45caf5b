"""The printer is never in the way: what waits is in the tray, and comes out when it can."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import Receipt
from cashier_app.domain.printing import (
    PrinterFault,
    PrinterStatus,
    PrintResult,
    PrintState,
    UnconfirmedSlip,
)
from cashier_app.domain.utility import Role, Utility
from cashier_app.services.program import Program
from tests.support.counter import PASSWORD, World
from tests.ui.payment_desk import PaymentDesk
from ui.flow.printing import _remedy
from ui.key_map import set_key_map
from ui.main_window import MainWindow
from ui.tasks import LaneName, Tasks

ENTER = Qt.Key.Key_Return


class TestPrinter:
    """The port PaperPrinter in the hand of a test."""

    __test__ = False

    def __init__(self) -> None:
        self.fault = PrinterFault.NONE
        self.state = PrintState.PRINTED
        self.printed: list[tuple[str, int]] = []
        self.offsets: list[int] = []
        self.drawers = 0
        self.pieces = 1
        """Of what can be drawn ahead."""
        self.drew_in: list[str] = []
        """The thread of each piece."""
        self.begun: list[str] = []
        """Numbers of papers and "drawer", as the lane came to them."""
        self.gate = threading.Event()
        self.gate.set()

    def print_receipt(self, receipt: Receipt, _utility: Utility, offset: int) -> PrintResult:
        self.begun.append(receipt.number)
        self.gate.wait(10)
        self.offsets.append(offset)
        if self.fault is not PrinterFault.NONE:
            return PrintResult(PrintState.NOT_PRINTED, self.status())
        self.printed.append((receipt.number, receipt.copy_no))
        return PrintResult(self.state, self.status())

    def print_slip(self, _slip: UnconfirmedSlip, _utility: Utility, _offset: int) -> PrintResult:
        return PrintResult(PrintState.PRINTED, self.status())

    def draw_ahead(self) -> bool:
        self.drew_in.append(threading.current_thread().name)
        return len(self.drew_in) < self.pieces

    def open_drawer(self) -> PrintResult:
        self.drawers += 1
        self.begun.append("drawer")
        return PrintResult(PrintState.PRINTED, self.status())

    def status(self) -> PrinterStatus:
        return PrinterStatus(self.fault)


class PrinterDesk(PaymentDesk):
    """A desk with such a printer."""

    def __init__(self, window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot) -> None:
        self.printer = TestPrinter()
        self.world = world
        super().__init__(window, tasks, world.desk(), qtbot, self.with_printer)

    def with_printer(self, program: Program) -> Program:
        return replace(program, printer=self.printer)  # type: ignore[arg-type]

    def pay(self, amount: str = "100") -> str:
        account = self.world.account((amount,))
        self.scan(account.bills[0].bill_no)
        self.press(ENTER)
        receipt = self.flow.screens.paid.receipt
        assert receipt is not None
        return receipt.number

    def scan_only(self, code: str) -> None:
        """Without waiting for the printer's lane."""
        self.scanner.scanned.emit(code)
        self.qtbot.waitUntil(lambda: not self.tasks.is_busy(LaneName.COUNTER))

    @property
    def waiting(self) -> list[str]:
        return [paper.number for paper in self.flow.printing.waiting]

    def states_of(self, number: str) -> list[str]:
        rows = self.world.run(
            "SELECT l.state FROM print_log l JOIN payments p ON p.payment_id = l.entry_id"
            " WHERE p.receipt_no = %s ORDER BY l.stored_at",
            number,
        )
        return [row[0] for row in rows]


@pytest.fixture
def desk(window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot) -> PrinterDesk:
    return PrinterDesk(window, tasks, world, qtbot)


def test_a_receipt_is_printed_recorded_and_the_drawer_opens(desk: PrinterDesk) -> None:
    number = desk.pay()
    assert desk.printer.printed == [(number, 0)]
    assert desk.printer.drawers == 1
    assert desk.states_of(number) == ["queued", "printed"]
    ((drawers,),) = desk.world.run(
        "SELECT COUNT(*) FROM drawer_events d JOIN payments p ON p.payment_id = d.entry_id"
        " WHERE p.receipt_no = %s",
        number,
    )
    assert drawers == 1


def test_the_drawer_opens_before_the_receipt_and_before_papers_that_wait(
    desk: PrinterDesk, qtbot: QtBot
) -> None:
    """The change is in it; a slow printer takes seconds for each paper."""
    desk.printer.gate.clear()
    numbers = []
    for amount in ("30", "40", "50"):
        desk.scan_only(desk.world.account((amount,)).bills[0].bill_no)
        desk.press_only(ENTER)
        qtbot.waitUntil(lambda: desk.at == "paid")
        receipt = desk.flow.screens.paid.receipt
        assert receipt is not None
        numbers.append(receipt.number)
        # Its paper is under way: what comes now waits behind it.
        qtbot.waitUntil(lambda: numbers[0] in desk.printer.begun)
    desk.printer.gate.set()
    desk.settle()
    assert desk.printer.begun == ["drawer", numbers[0], "drawer", "drawer", *numbers[1:]]


def test_letters_are_drawn_ahead_in_the_lane_once_a_customer_is_there(
    desk: PrinterDesk, qtbot: QtBot
) -> None:
    desk.printer.pieces = 3
    desk.settle()
    assert desk.printer.drew_in == []
    desk.pay()
    qtbot.waitUntil(lambda: len(desk.printer.drew_in) == 3)
    desk.pay()
    assert desk.printer.drew_in == ["lane-printer"] * 3


def test_a_paper_waits_for_one_piece_of_what_is_drawn_ahead_at_most(desk: PrinterDesk) -> None:
    desk.printer.pieces = 10_000
    number = desk.pay()
    assert desk.printer.printed == [(number, 0)]
    assert len(desk.printer.drew_in) < 10_000


def test_credit_alone_opens_no_drawer(desk: PrinterDesk) -> None:
    account = desk.world.account(("100",), credit="300")
    desk.find(account.account_no)
    assert desk.next_title == "Pay 100.00 from credit"
    desk.take()
    assert desk.at == "paid"
    assert desk.printer.drawers == 0


def test_out_of_paper_fills_the_tray_and_f9_prints_both(desk: PrinterDesk) -> None:
    desk.printer.fault = PrinterFault.NO_PAPER
    first, second = desk.pay(), desk.pay()
    assert desk.banner.startswith("Printer out of paper. 2 receipts waiting.")
    assert "The payments are safe." in desk.banner
    assert desk.flow.screens.paid.printer_fact.text == "Printer out of paper, receipt waiting"
    assert "F9 Print 2 waiting" in desk.window.strip.accessibleName()
    desk.printer.fault = PrinterFault.NONE
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(first, 0), (second, 0)]
    assert desk.banner == ""
    assert desk.states_of(first) == ["queued", "not printed", "printed"]


def test_the_paper_comes_by_itself_when_the_roll_is_back(desk: PrinterDesk, qtbot: QtBot) -> None:
    desk.printer.fault = PrinterFault.COVER_OPEN
    number = desk.pay()
    desk.printer.fault = PrinterFault.NONE
    desk.flow.printing._look_again.start(10)
    qtbot.waitUntil(lambda: desk.printer.printed == [(number, 0)])
    desk.settle()
    assert desk.banner == ""


def test_a_slow_printer_does_not_delay_the_next_customer(
    desk: PrinterDesk, tasks: Tasks, qtbot: QtBot
) -> None:
    desk.printer.gate.clear()
    account = desk.world.account(("100",))
    desk.scan(account.bills[0].bill_no)
    desk.type_text("100")
    desk.press_only(ENTER)
    qtbot.waitUntil(lambda: desk.at == "paid")
    assert tasks.is_busy(LaneName.PRINTER)
    desk.press_only(ENTER)
    assert desk.at == "find"
    desk.printer.gate.set()
    desk.settle()
    assert len(desk.printer.printed) == 1


def test_a_copy_says_so_and_is_counted(desk: PrinterDesk) -> None:
    number = desk.pay()
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 0), (number, 1)]
    assert desk.flow.screens.paid.printer_fact.text == "Printed, copy 1"


def test_unknown_paper_is_never_printed_again_by_itself(desk: PrinterDesk) -> None:
    desk.printer.state = PrintState.NOT_KNOWN
    number = desk.pay()
    assert desk.flow.screens.paid.printer_fact.text == "Not known, look at the paper"
    assert desk.flow.printing.waiting == ()
    assert desk.states_of(number)[-1] == "not known"


def test_a_doubtful_paper_is_printed_again_as_a_copy_only(desk: PrinterDesk) -> None:
    desk.printer.state = PrintState.NOT_KNOWN
    number = desk.pay()
    desk.flow.printing.forget()
    desk.printer.state = PrintState.PRINTED
    desk.printer.printed.clear()
    # As a program that was started again: this lane has not printed it.
    desk.flow.printing._handled.clear()
    desk.flow.start()
    desk.settle()
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 1)]


def test_a_receipt_that_was_taken_back_does_not_come_out_afterwards(desk: PrinterDesk) -> None:
    desk.printer.fault = PrinterFault.NO_PAPER
    number = desk.pay()
    desk.press(Qt.Key.Key_F11)
    desk.type_text("wrong customer")
    desk.flow.screens.undo.number_field.set_text(number)
    desk.press(ENTER)
    (slip,) = desk.waiting
    assert slip == f"{desk.desk.code}-U-0001"
    desk.printer.fault = PrinterFault.NONE
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(slip, 0)]
    desk.flow.printing.forget()
    desk.flow.start()
    desk.settle()
    assert desk.flow.printing.waiting == ()


def test_unprinted_receipts_are_offered_at_the_start(desk: PrinterDesk) -> None:
    desk.printer.fault = PrinterFault.UNREACHABLE
    number = desk.pay()
    desk.flow.printing.forget()
    desk.printer.fault = PrinterFault.NONE
    desk.flow.start()
    desk.settle()
    assert [paper.number for paper in desk.flow.printing.waiting] == [number]
    assert desk.printer.printed == []
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 0)]


def test_a_second_try_that_nobody_told_the_end_of_comes_again_as_a_copy(desk: PrinterDesk) -> None:
    """The books know of the first try only; the second may have come out before the kill."""
    desk.printer.fault = PrinterFault.NO_PAPER
    number = desk.pay()
    desk.printer.fault = PrinterFault.NONE
    receipt = desk.program.receipts.receipt(number)
    with pytest.raises(Killed):
        desk.program.receipts.send_paper(receipt, killed)
    assert desk.states_of(number) == ["queued", "not printed"]
    desk.flow.printing.forget()
    desk.flow.start()
    desk.settle()
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 1)]


def test_what_another_log_knows_of_comes_as_a_copy(desk: PrinterDesk) -> None:
    """The counter's computer was changed: this one does not know what the first one sent."""
    desk.printer.fault = PrinterFault.NO_PAPER
    number = desk.pay()
    desk.program.close()
    desk.desk.setup.log_path.unlink()
    again = desk.desk.program()
    again.sessions.sign_in(desk.desk.user_name, PASSWORD)
    shift = desk.state.signed_in.shift
    assert shift is not None
    (left,) = again.receipts.unprinted(shift.shift_id)
    assert (left.number, left.print_state) == (number, PrintState.NOT_KNOWN)
    again.close()


def test_a_paper_that_a_killed_program_left_is_offered_as_a_copy(desk: PrinterDesk) -> None:
    """Nobody wrote down what became of it: it may have come out, so the second one says COPY."""
    numbers = [stored_only(desk, amount) for amount in ("30", "40")]
    desk.flow.start()
    desk.settle()
    # Oldest first, as they were paid.
    assert [paper.number for paper in desk.flow.printing.waiting] == numbers
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 1) for number in numbers]
    desk.flow.printing.forget()
    desk.flow.start()
    desk.settle()
    # A copy that came out is the customer's paper: nothing is offered twice.
    assert desk.flow.printing.waiting == ()


class Killed(BaseException):
    """The program ends here."""


def killed() -> PrintResult:
    """A paper that is on its way when the program is killed."""
    raise Killed


def stored_only(desk: PrinterDesk, amount: str) -> str:
    """A receipt whose program ended between its COMMIT and its paper."""
    opened = desk.program.lookup.open_account(desk.world.account((amount,)).account_id)
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    shift = desk.state.signed_in.shift
    assert shift is not None
    order = order_from(
        plan_payment(basket, basket.left_to_pay), basket, request_id=desk.program.new_request_id(),
        shift_id=shift.shift_id, taken_at=desk.program.clock.now(),
    )  # fmt: skip
    return desk.program.payments.take(order, desk.desk.user_name).receipt.number


def test_what_fails_after_its_cashier_has_gone_is_nobody_elses(
    desk: PrinterDesk, qtbot: QtBot
) -> None:
    """The next cashier saw the customer's name and amount, and could not print it either."""
    desk.printer.gate.clear()
    desk.printer.fault = PrinterFault.NO_PAPER
    account = desk.world.account(("100",))
    desk.scan(account.bills[0].bill_no)
    desk.press_only(ENTER)
    qtbot.waitUntil(lambda: desk.at == "paid")
    number = desk.flow.screens.paid.receipt.number  # type: ignore[union-attr]
    amina = desk.state.signed_in
    desk.flow.stop()
    desk.state.set_signed_in(None)
    desk.printer.gate.set()
    desk.settle()
    assert desk.waiting == []
    assert desk.banner == ""
    assert not desk.flow.printing._look_again.isActive()
    desk.printer.fault = PrinterFault.NONE
    desk.state.set_signed_in(amina)
    desk.settle()
    desk.flow.start()
    desk.settle()
    assert desk.states_of(number) == ["queued", "not printed"]
    assert desk.waiting == [number]
    desk.press(Qt.Key.Key_F9)
    assert desk.printer.printed == [(number, 0)]


def test_a_paper_that_prints_after_its_cashier_has_gone_is_traced_as_theirs(
    desk: PrinterDesk, qtbot: QtBot
) -> None:
    desk.printer.gate.clear()
    desk.scan(desk.world.account(("100",)).bills[0].bill_no)
    desk.press_only(ENTER)
    qtbot.waitUntil(lambda: desk.at == "paid")
    number = desk.flow.screens.paid.receipt.number  # type: ignore[union-attr]
    amina = desk.state.signed_in
    rana = desk.world.person(Role.CASHIER, "Rana Das", counters=(desk.desk.code,))
    desk.flow.stop()
    desk.program.sessions.sign_out()
    desk.state.set_signed_in(desk.program.sessions.sign_in(rana, PASSWORD).signed_in)
    desk.printer.gate.set()
    desk.settle()
    assert desk.states_of(number) == ["queued"]
    desk.program.sessions.sign_out()
    desk.program.sessions.sign_in(desk.desk.user_name, PASSWORD)
    desk.state.set_signed_in(amina)
    desk.settle()
    assert desk.states_of(number) == ["queued", "printed"]
    rows = desk.world.run(
        "SELECT DISTINCT l.user_id FROM print_log l JOIN payments p ON p.payment_id = l.entry_id"
        " WHERE p.receipt_no = %s",
        number,
    )
    assert [row[0] for row in rows] == [amina.person.user_id]


@pytest.mark.parametrize("fault", list(PrinterFault))
def test_the_tray_names_the_key_as_the_utility_has_it(fault: PrinterFault) -> None:
    """Keys that change places came back to the old ones where they were translated twice."""
    set_key_map({"F9": "F5", "F5": "F9"})
    try:
        words = _remedy(PrinterStatus(fault))
    finally:
        set_key_map({})
    assert "F5" in words
    assert "F9" not in words


def test_a_paper_has_the_time_of_its_own_season(desk: PrinterDesk) -> None:
    """A copy says what its original said, whatever the clocks were changed by since."""
    signed_in = desk.state.signed_in
    utility = replace(signed_in.utility, time_zone="Europe/Berlin")
    ahead = datetime.now(ZoneInfo("Europe/Berlin")).utcoffset()
    month, minutes = (7, 120) if ahead == timedelta(hours=1) else (1, 60)
    other = datetime(2026, month, 1, 12, tzinfo=UTC)
    desk.state.set_signed_in(
        replace(signed_in, utility=utility, server_time=other, utc_offset_minutes=minutes)
    )
    desk.pay()
    assert desk.printer.offsets == [180 - minutes]
    assert desk.state.local(other).hour == 12 + minutes // 60
    desk.state.set_signed_in(replace(desk.state.signed_in, utility=replace(utility, time_zone="-")))
    assert desk.state.local(datetime.now(UTC)).utcoffset() is None
