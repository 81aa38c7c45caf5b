"""The customers' own screen: in by two numbers, a number to pay with, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cashier_app.domain.numbers import is_ticket_code
from cashier_app.domain.utility import Role
from cashier_app.services.kiosk import Kiosk
from receipts.printers import PrinterKind, PrinterSettings, ReceiptPrinter
from tests.support.counter import PASSWORD, SeedAccount, World, unique
from tests.support.kiosk import HallKiosk, hall_kiosk
from tests.support.selling import Selling
from tests.ui.payment_desk import PaymentDesk
from tests.ui.plain_text import all_widgets
from ui.kiosk.account_page import AccountPage
from ui.kiosk.countdown import Countdown
from ui.kiosk.display import DisplayFeed, HallDisplay
from ui.kiosk.flow import KioskFlow
from ui.kiosk.parts import BillRow, TouchButton
from ui.kiosk.start import KioskApp
from ui.kiosk.window import KioskWindow
from ui.main_window import MainWindow
from ui.tasks import LaneName, Tasks


class AtKiosk:
    """A customer in front of the screen."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, hall: HallKiosk, folder: Path) -> None:
        self.qtbot, self.tasks, self.folder, self.hall = qtbot, tasks, folder, hall
        self.clock = 0.0
        service = hall.service(folder / "sheets")
        printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=folder / "papers"))
        self.window = KioskWindow()
        self.countdown = Countdown(lambda: self.clock)
        self.flow = KioskFlow(
            self.window, tasks, Kiosk(service, printer, lambda: None), self.countdown
        )
        qtbot.addWidget(self.window, before_close_func=lambda w: w.allow_close())
        self.window.resize(1366, 768)
        self.window.show()
        self.flow.begin()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not any(self.tasks.is_busy(lane) for lane in LaneName))

    @property
    def page(self) -> str:
        return self._page().objectName()

    @property
    def current(self) -> QWidget:
        """What is in front."""
        return self._page()

    @property
    def account_page(self) -> AccountPage:
        page = self.window.pages.currentWidget()
        assert isinstance(page, AccountPage)
        return page

    def touch(self, name: str) -> None:
        button = next(
            b
            for b in self._page().findChildren(QAbstractButton)
            if b.objectName() == name and b.isVisible()
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def type_digits(self, digits: str) -> None:
        for digit in digits:
            self.touch(f"key_{digit}")

    def open(self, account: SeedAccount, bill_no: str = "") -> None:
        self.type_digits(account.account_no)
        self.touch("key_done")
        self.type_digits(bill_no or account.bills[-1].bill_no)
        self.touch("open_account")

    def _page(self) -> QWidget:
        page = self.window.pages.currentWidget()
        assert page is not None
        return page

    def wait(self, seconds: float) -> None:
        self.clock += seconds
        self.countdown.tick()


@pytest.fixture
def office(world: World) -> str:
    code = unique("T", 6)
    world.insert("offices", code=code, name="Main Street office", address="")
    return code


@pytest.fixture
def kiosk(world: World, office: str, qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> AtKiosk:
    return AtKiosk(qtbot, tasks, hall_kiosk(world, office), tmp_path / "kiosk")


def everything_said() -> str:
    """All texts of all widgets of this process, once deleted ones are gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    said = []
    for widget in all_widgets():
        said += [widget.accessibleName(), widget.toolTip(), widget.windowTitle()]
        said += [widget.accessibleDescription(), widget.objectName()]
        if isinstance(widget, (QLabel, QLineEdit, QAbstractButton)):
            said.append(widget.text())
    return "\n".join(said)


def test_account_ticket_slip_and_the_counter_takes_the_money(
    kiosk: AtKiosk, world: World, office: str, window: MainWindow, tasks: Tasks, qtbot: QtBot
) -> None:
    """One story: the kiosk's slip, the counter's scan, the receipt."""
    account = world.account(("100", "60", "40"), credit="10")
    kiosk.open(account)
    assert kiosk.page == "account_page"
    assert kiosk.account_page.due.text() == "190.00"
    kiosk.touch(f"bill_{account.bills[2].bill_no}")
    assert kiosk.account_page.due.text() == "150.00"
    kiosk.touch("take_ticket")
    assert kiosk.page == "ticket_page"
    (slip,) = (kiosk.folder / "papers").glob("ticket-*.pdf")
    ((ticket_id,),) = world.run("SELECT MAX(ticket_id) FROM queue_tickets")
    ((code,),) = world.run(
        "SELECT ticket_code(business_date, ticket_id) FROM queue_tickets WHERE ticket_id = %s",
        ticket_id,
    )
    assert is_ticket_code(code)
    assert slip.stat().st_size
    kiosk.touch("ticket_done")
    assert kiosk.page == "start_page"
    desk = PaymentDesk(window, tasks, world.desk(office=office), qtbot)
    desk.press(Qt.Key.Key_F10)
    desk.scan(code)
    assert desk.at == "pay"
    desk.press(Qt.Key.Key_Return)
    assert desk.at == "paid"
    paid = world.run(
        "SELECT bill_no FROM bills WHERE account_id = %s AND status = 'paid' ORDER BY due_on",
        account.account_id,
    )
    assert [row[0] for row in paid] == [bill.bill_no for bill in account.bills[:2]]


def test_the_due_is_the_counters(kiosk: AtKiosk, world: World) -> None:
    account = world.account(("1259.50", "260"), credit="200")
    kiosk.open(account)
    desk = world.desk()
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    found = program.lookup.find(account.account_no).rows[0]
    assert kiosk.account_page.due.text() == f"{found.due:,.2f}"


def test_after_the_time_nothing_of_the_customer_is_anywhere(kiosk: AtKiosk, world: World) -> None:
    account = world.account(("1259.50",), name="Quillon Vexworth")
    kiosk.open(account)
    assert "Quillon" in everything_said()
    kiosk.wait(45)
    assert not kiosk.window.warning.isVisible()
    kiosk.wait(6)
    assert "9 seconds" in kiosk.window.warning_label.text()
    QTest.mouseClick(kiosk.window.stay, Qt.MouseButton.LeftButton)
    assert not kiosk.window.warning.isVisible()
    kiosk.wait(61)
    assert kiosk.page == "start_page"
    said = everything_said()
    for word in ("Quillon", account.account_no, account.bills[0].bill_no, "1,259.50"):
        assert word not in said


def test_half_a_number_goes_with_who_typed_it(kiosk: AtKiosk) -> None:
    kiosk.type_digits("4410")
    assert kiosk.flow.start_page.account.text() == "4410"
    kiosk.wait(61)
    assert kiosk.flow.start_page.account.text() == ""


@pytest.mark.parametrize("page", ["start_page", "end_page"])
def test_no_key_brings_back_what_somebody_typed_before(kiosk: AtKiosk, page: str) -> None:
    if page == "end_page":
        kiosk.window.close()
    before = QApplication.clipboard().text()
    fields = [edit for edit in kiosk.current.findChildren(QLineEdit) if edit.isVisible()]
    assert len(fields) == 2
    for edit in fields:
        QTest.keyClicks(edit, "4410029761")
        for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_K, Qt.Key.Key_U):
            QTest.keyClick(edit, key, Qt.KeyboardModifier.ControlModifier)
        for key in (Qt.Key.Key_Insert, Qt.Key.Key_Home):
            QTest.keyClick(edit, key, Qt.KeyboardModifier.ShiftModifier)
        QTest.mouseDClick(edit, Qt.MouseButton.LeftButton)
        assert (edit.text(), edit.selectedText()) == ("4410029761", "")
    assert QApplication.clipboard().text() == before
    kiosk.wait(61)
    assert kiosk.page == "start_page"
    QApplication.clipboard().setText("of another program")
    for edit in fields:
        for key, held in (
            (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier),
        ):
            QTest.keyClick(edit, key, held)
            assert edit.text() == ""
        edit.undo()
        assert edit.text() == ""
    QApplication.clipboard().setText(before)


@pytest.fixture
def midnight(world: World) -> Iterator[Callable[[], None]]:
    """Makes the utility's next day begin, while the kiosk's computer stays in the old one."""
    made: list[object] = []

    def pass_it() -> None:
        world.run(
            "INSERT INTO utility_offsets (from_utc, minutes)"
            " SELECT UTC_TIMESTAMP(6), minutes + 1440 FROM utility_offsets"
            " ORDER BY from_utc DESC LIMIT 1"
        )
        ((first,),) = world.run("SELECT MAX(from_utc) FROM utility_offsets")
        made.append(first)

    yield pass_it
    for first in made:
        world.run("DELETE FROM utility_offsets WHERE from_utc = %s", first)


def test_the_kiosks_day_ends_at_the_utilitys_midnight(
    kiosk: AtKiosk, world: World, midnight: Callable[[], None]
) -> None:
    account = world.account()
    midnight()
    kiosk.open(account)
    ((today,),) = world.run("SELECT local_date(UTC_TIMESTAMP(6))")
    assert kiosk.flow.facts is not None
    assert kiosk.flow.facts.today == today


def test_a_number_without_an_account_has_the_time_of_the_utilitys_new_day(
    kiosk: AtKiosk, midnight: Callable[[], None]
) -> None:
    assert kiosk.flow.facts is not None
    before = kiosk.flow.facts.utc_offset_minutes
    midnight()
    kiosk.touch("take_number")
    assert kiosk.flow.facts.utc_offset_minutes == before + 1440


def test_an_answer_that_comes_after_the_customer_left_is_not_shown(
    kiosk: AtKiosk, world: World
) -> None:
    account = world.account(name="Late Arrival")
    kiosk.flow.start_page.opened.emit(account.account_no, account.bills[0].bill_no)
    kiosk.flow.leave()
    kiosk.settle()
    assert kiosk.page == "start_page"
    assert "Late Arrival" not in everything_said()


@pytest.fixture
def one_try(world: World) -> Iterator[None]:
    world.run("REPLACE INTO settings (setting, value) VALUES ('kiosk_tries', '1')")
    yield
    world.run("DELETE FROM settings WHERE setting = 'kiosk_tries'")


@pytest.mark.usefixtures("one_try")
def test_wrong_numbers_and_then_a_wait(kiosk: AtKiosk, world: World) -> None:
    account = world.account()
    kiosk.open(account, "123456")
    assert "do not belong together" in kiosk.flow.start_page.told.text()
    kiosk.flow.start_page.clear()
    kiosk.open(account)
    assert kiosk.flow.start_page.told.text().startswith("Please wait 15 minutes.")


def test_a_scan_fills_the_bills_number_and_asks_for_the_account(
    kiosk: AtKiosk, world: World
) -> None:
    account = world.account()
    kiosk.flow.scanned(account.bills[0].bill_no)
    kiosk.type_digits(account.account_no)
    kiosk.touch("open_account")
    assert kiosk.page == "account_page"


@pytest.fixture
def scans_with_prefix(world: World) -> Iterator[None]:
    world.run("REPLACE INTO settings (setting, value) VALUES ('scan_prefix', '~C')")
    yield
    world.run("DELETE FROM settings WHERE setting = 'scan_prefix'")


@pytest.mark.usefixtures("scans_with_prefix")
def test_a_scanners_prefix_is_no_part_of_the_bills_number(
    world: World, office: str, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    service = hall_kiosk(world, office).service(tmp_path)
    printer = ReceiptPrinter(PrinterSettings(PrinterKind.FOLDER, path=tmp_path))
    app = KioskApp(lambda: Kiosk(service, printer, lambda: None))
    request.addfinalizer(app.close)
    app.window.show()
    app.start()
    qtbot.waitUntil(lambda: app.flow is not None and app.flow.facts is not None)
    assert app.flow is not None
    page = app.flow.start_page
    qtbot.waitUntil(page.isVisible)
    QTest.keyClicks(page.account.edit, "~C26101182")
    QTest.keyClick(page.account.edit, Qt.Key.Key_Return)
    assert (page.bill.text(), page.account.text()) == ("26101182", "")


def test_bill_and_statement_are_printed(kiosk: AtKiosk, world: World) -> None:
    account = world.account()
    kiosk.open(account)
    kiosk.touch("statement")
    kiosk.touch("print_bill")
    printed = {path.name for path in (kiosk.folder / "sheets").iterdir()}
    assert printed == {
        f"statement-{account.account_no}.pdf", f"bill-{account.bills[0].bill_no}.pdf",
    }  # fmt: skip
    assert "being printed" in kiosk.account_page.told.text()


def test_a_past_bill_shows_its_lines(kiosk: AtKiosk, world: World) -> None:
    account = world.account(("70", "30"))
    Selling(world.desk()).take(account)
    kiosk.open(account)
    assert "Everything is paid" in everything_said()
    rows = kiosk.account_page.findChildren(BillRow)
    assert len(rows) == 2
    QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    kiosk.settle()
    assert kiosk.account_page.paper.lines[0].label == "Meter test fee"


def test_a_number_without_an_account(kiosk: AtKiosk) -> None:
    kiosk.touch("take_number")
    assert kiosk.page == "ticket_page"
    kiosk.touch("ticket_done")
    kiosk.touch("take_number")
    assert kiosk.page == "start_page"
    assert "5 seconds" in kiosk.flow.start_page.told.text()


def test_a_customer_cannot_close_it_and_a_supervisor_can(
    kiosk: AtKiosk, world: World, qtbot: QtBot
) -> None:
    QTest.keyClick(kiosk.window, Qt.Key.Key_Escape)
    kiosk.window.close()
    assert kiosk.window.isVisible()
    assert kiosk.page == "end_page"
    cashier, supervisor = world.person(Role.CASHIER), world.person(Role.SUPERVISOR)
    for name, ends in ((cashier, False), (supervisor, True)):
        kiosk.flow.end_page.clear()
        kiosk.flow.end_page.name.set_text(name)
        kiosk.flow.end_page.password.set_text(PASSWORD)
        if ends:
            with qtbot.waitSignal(kiosk.flow.ended):
                kiosk.touch("end_kiosk")
        else:
            kiosk.touch("end_kiosk")
            assert kiosk.flow.end_page.told.text()
            assert kiosk.flow.end_page.password.text() == ""


def test_everything_for_a_finger_is_large_enough_and_has_a_name(
    kiosk: AtKiosk, world: World
) -> None:
    account = world.account(("100", "60"))
    kiosk.open(account)
    QApplication.processEvents()
    buttons = [b for b in all_widgets() if isinstance(b, (TouchButton, BillRow)) and b.isVisible()]
    assert buttons
    for button in buttons:
        assert min(button.height(), button.width()) >= 56, button.objectName()
        assert button.accessibleName(), button.objectName()


def test_a_kiosk_that_is_stopped_says_so(kiosk: AtKiosk, world: World) -> None:
    world.run("UPDATE kiosks SET is_active = 0 WHERE code = %s", kiosk.hall.code)
    account = world.account()
    kiosk.open(account)
    assert kiosk.page == "closed_page"
    assert "out of order" in everything_said()
    world.run("UPDATE kiosks SET is_active = 1 WHERE code = %s", kiosk.hall.code)
    kiosk.flow.begin()
    kiosk.settle()
    assert kiosk.page == "start_page"


def test_the_hall_reads_who_is_called(
    kiosk: AtKiosk, world: World, office: str, tasks: Tasks, qtbot: QtBot
) -> None:
    account = world.account()
    kiosk.open(account)
    kiosk.touch("take_ticket")
    desk = world.desk(office=office)
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    called = program.queue.call_next()
    display = HallDisplay()
    qtbot.addWidget(display)
    feed = DisplayFeed(display, tasks, kiosk.hall.service(kiosk.folder))
    feed.read()
    qtbot.waitUntil(
        lambda: f"Number {called.number} Counter {desk.code}" in display.accessibleName()
    )
    assert account.name not in display.accessibleName()
