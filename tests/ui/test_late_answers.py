"""Answers that come when their customer, or their screen, has been left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Refused
from cashier_app.services.lookup import LookupService
from cashier_app.services.payments import PaymentService
from cashier_app.services.receipts import ReceiptService
from cashier_app.services.session import SessionService
from cashier_app.services.shifts import ShiftService
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from tests.ui.payment_desk import PaymentDesk
from ui.flow.drawer_words import X_REPORT
from ui.models.customer_view import ViewKind
from ui.screens.password import PasswordScreen
from ui.screens.receipts import ReceiptsScreen
from ui.screens.shift import COUNT
from ui.tasks import LaneName

ENTER, F7, F11, PLUS = Qt.Key.Key_Return, Qt.Key.Key_F7, Qt.Key.Key_F11, Qt.Key.Key_Plus


def test_a_scan_of_the_customer_before_opens_nothing_for_the_next(
    desk: PaymentDesk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, late = world.account(("100", "50")), world.account(("700",))
    desk.find(first.account_no)
    desk.press(Qt.Key.Key_F2)
    held = HeldCall(monkeypatch, LookupService, "open_scanned")
    desk.scanner.scanned.emit(late.bills[0].bill_no)
    desk.qtbot.waitUntil(lambda: held.asked == 1)
    desk.press_only(F11)
    held.let_go()
    desk.settle()
    assert desk.at == "find"
    assert desk.flow.basket.is_empty
    assert desk.last_view.kind is ViewKind.WELCOME


def test_a_scan_that_comes_over_another_screen_is_given_back(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.account(("700",))
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    held = HeldCall(monkeypatch, LookupService, "open_scanned")
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_until(lambda: held.asked == 1)
    counter.to_shift()
    held.let_go()
    payment = counter.app.payment
    assert payment is not None
    counter.wait_until(lambda: not payment.baskets.lookups.is_busy)
    assert counter.screen.objectName() == "shift"
    assert payment.is_idle()
    counter.press("Esc")
    counter.wait_for("find")
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_for("pay")


def test_what_was_paid_together_leaves_the_cheque_alone(
    desk: PaymentDesk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.account(("10", "11")), world.account(("20", "21"))
    for account in (first, second):
        desk.scan(account.bills[0].bill_no)
    desk.press(ENTER)
    desk.press(ENTER)
    desk.find(first.account_no)
    held = HeldCall(monkeypatch, LookupService, "open_account")
    desk.press_only(PLUS)
    desk.press_only(F7)
    assert desk.at == "tender"
    held.let_go()
    desk.settle()
    assert desk.at == "tender"
    assert not desk.flow.basket.is_shared
    desk.press(Qt.Key.Key_Escape)
    assert desk.next_title.endswith("11.00 cash")


def to_receipts(counter: CounterApp) -> ReceiptsScreen:
    counter.press("F9")
    counter.wait_for("receipts")
    assert isinstance(counter.screen, ReceiptsScreen)
    return counter.screen


def test_at_the_receipts_the_next_bill_is_scanned(qtbot: QtBot, world: World) -> None:
    account = world.account(("125.50",))
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    to_receipts(counter)
    assert counter.window.next_key.content is not None
    assert counter.window.next_key.content.consequence == "Or just scan the next bill"
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_for("pay")
    assert counter.window.header.content.amount == "125.50"


def test_each_scanned_receipt_is_looked_up_by_itself(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    codes = []
    for amount in ("100", "200"):
        counter.app.scanner.scanned.emit(world.account((amount,)).bills[0].bill_no)
        counter.wait_for("pay")
        counter.press("Enter")
        counter.wait_for("paid")
        assert counter.app.payment is not None
        receipt = counter.app.payment.screens.paid.receipt
        assert receipt is not None
        codes.append(receipt.qr_text)
    counter.type_text("1")
    counter.wait_for("find")
    counter.press("Esc")
    assert counter.app.payment is not None
    screen = to_receipts(counter)
    printing = counter.app.payment.printing
    counter.wait_until(lambda: printing.is_idle)  # it reads receipts, too
    held = HeldCall(monkeypatch, ReceiptService, "receipt")
    counter.type_text(codes[0])
    counter.press("Enter")
    counter.wait_until(lambda: held.asked == 1)
    counter.type_text(codes[1])
    counter.press("Enter")
    held.let_go()
    counter.wait_until(lambda: "Received" in screen.detail.accessibleName())
    shown = [screen.title.accessibleName()]
    screen.show_receipts(())
    assert screen.title.accessibleName() == shown[0], "a list that is read again leaves it there"
    counter.type_text(codes[1])
    counter.press("Enter")
    counter.wait_until(lambda: screen.title.accessibleName() != shown[0])
    assert counter.app.session is not None
    counter.app.session.receipts.show()
    assert screen.detail.accessibleName() == ""


def test_a_count_stays_as_it_was_sent(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_float()
    counter.type_text("2")
    counter.press("F12")
    held = HeldCall(monkeypatch, ShiftService, "open")
    counter.press("Enter")
    counter.wait_until(lambda: held.asked == 1)
    counter.press("Tab")
    counter.type_text("9")
    counter.press("Esc", "Enter")
    assert counter.corner.endswith("2,000.00")
    assert counter.screen.objectName() == "float_count"
    held.let_go(Refused("not_allowed"))
    counter.wait_until(lambda: bool(counter.banner_text))
    assert counter.screen.frame.esc == "Sign out"
    counter.press("F12", "Enter")
    counter.wait_for("find")
    assert held.asked == 2


def test_a_report_or_count_that_was_left_does_not_come_back(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
    counter.do("drawer")
    counter.wait_for("drawer_menu")
    reading = HeldCall(monkeypatch, ShiftService, "x_report")
    counter.do(X_REPORT)
    counter.wait_until(lambda: reading.asked == 1)
    counter.press("Esc")
    counter.wait_for("shift")
    settling = HeldCall(monkeypatch, PaymentService, "unsettled")
    counter.do(COUNT)
    counter.press("Esc")
    counter.wait_for("find")
    reading.let_go()
    settling.let_go()
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.COUNTER))
    assert settling.asked == 2
    assert counter.screen.objectName() == "find"


def test_a_password_that_is_being_changed_leads_back_one_step_only(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
    counter.do("password")
    counter.wait_for("password_change")
    for text in (PASSWORD, "violin gravel 9", "violin gravel 9"):
        counter.type_text(text)
        counter.press("Tab")
    held = HeldCall(monkeypatch, SessionService, "change_password")
    counter.press("Enter")
    counter.wait_until(lambda: held.asked == 1)
    screen = counter.screen
    assert isinstance(screen, PasswordScreen)
    counter.type_text("x")
    assert screen.again_field.text() == "violin gravel 9"
    counter.press("Esc")
    assert counter.screen.objectName() == "password_change"
    held.let_go()
    counter.wait_for("shift")
