"""Help or "Close the program?" over a screen that waits: its answer finds it all the same."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.drawer import CashKind
from cashier_app.domain.errors import OutcomeUnknown, Refused
from cashier_app.domain.utility import Role
from cashier_app.services.cash import CashService
from cashier_app.services.payments import PaymentService
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.hall import Hall
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from tests.ui.test_drawer_flow import Drawer
from tests.ui.test_payment_flow import pay_elsewhere
from tests.ui.test_safe_flow import Safe, leave
from ui.flow.sure_act import SureAct
from ui.main_window import MainWindow
from ui.navigator import Navigator
from ui.screen import Screen
from ui.screens.form import FormScreen
from ui.screens.paid import PaidScreen
from ui.screens.pay import PayScreen
from ui.screens.undo import UndoScreen
from ui.tasks import LaneName


@pytest.fixture
def account(world: World) -> SeedAccount:
    return world.account(("100",))


@pytest.fixture
def counter(qtbot: QtBot, world: World) -> CounterApp:
    made = CounterApp(qtbot, world.desk())
    made.to_find()
    return made


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def to_pay(counter: CounterApp, account: SeedAccount) -> None:
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_for("pay")


def over_a_send(counter: CounterApp, held: HeldCall, cover: str) -> None:
    """Enter, and before the answer something comes over the screen."""
    before = held.asked
    counter.press("Enter")
    counter.wait_until(lambda: held.asked > before)
    if cover == "help":
        counter.press("F1")
    else:
        counter.window.close()
    counter.wait_for(cover)


def answered(counter: CounterApp) -> None:
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.COUNTER))


def told(counter: CounterApp) -> str:
    screen = counter.screen
    assert isinstance(screen, FormScreen)
    return screen.notice.accessibleName()


def test_what_covers_is_no_step_of_the_way(window: MainWindow) -> None:
    navigator = Navigator(window)
    for name in ("find", "pay", "paid", "help", "lock"):
        navigator.add(Screen(name))
    navigator.show("find")
    navigator.show("pay")
    navigator.cover("help")
    assert navigator.current == "pay"
    navigator.show("paid")
    assert window.screen_in_front is navigator.screen("help")
    navigator.cover("lock")
    navigator.cover("help")
    assert window.screen_in_front is navigator.screen("help")
    navigator.uncover("help")
    assert window.screen_in_front is navigator.screen("lock"), "help opens no lock"
    navigator.uncover("help")
    assert window.screen_in_front is navigator.screen("lock")
    navigator.uncover("lock")
    assert window.screen_in_front is navigator.screen("paid")
    navigator.back()
    assert navigator.current == "pay"


@pytest.mark.parametrize("cover", ["help", "leave"])
def test_a_refused_undo_goes_on_where_it_was_asked(
    counter: CounterApp, account: SeedAccount, monkeypatch: pytest.MonkeyPatch, cover: str
) -> None:
    to_pay(counter, account)
    counter.press("Enter")
    counter.wait_for("paid")
    counter.press("F11")
    counter.wait_for("undo")
    counter.type_text("wrong customer")
    undo = counter.screen
    assert isinstance(undo, UndoScreen)
    assert counter.app.payment is not None
    receipt = counter.app.payment.screens.paid.receipt
    assert receipt is not None
    undo.number_field.set_text(receipt.number)
    held = HeldCall(monkeypatch, PaymentService, "undo")
    over_a_send(counter, held, cover)
    held.let_go(Refused("undo_limit", {"most": "3"}))
    answered(counter)
    counter.press("Esc")
    counter.wait_for("undo")
    assert counter.next_title.startswith("Cancel receipt")
    assert counter.banner_text
    counter.press("Esc")
    counter.wait_for("paid")


def test_the_customer_stands_over_paid_whatever_was_in_front(
    counter: CounterApp, account: SeedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_pay(counter, account)
    held = HeldCall(monkeypatch, PaymentService, "take")
    over_a_send(counter, held, "help")
    held.let_go()
    answered(counter)
    counter.press("Esc")
    counter.wait_for("paid")
    assert isinstance(counter.screen, PaidScreen)
    assert counter.window.header.content.name == "Karuna Sharma"


def test_a_payment_that_ends_takes_the_question_away(
    counter: CounterApp, account: SeedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_pay(counter, account)
    held = HeldCall(monkeypatch, PaymentService, "take")
    over_a_send(counter, held, "leave")
    held.let_go()
    counter.wait_for("paid")
    assert counter.window.header.content.name == "Karuna Sharma"


def test_a_payment_nobody_knows_of_names_its_customer(
    qtbot: QtBot, world: World, account: SeedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    settling = HeldCall(monkeypatch, PaymentService, "settle")  # the counter keeps what it finds
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    to_pay(counter, account)
    held = HeldCall(monkeypatch, PaymentService, "take")
    over_a_send(counter, held, "help")
    held.let_go(OutcomeUnknown(uuid4()))
    counter.wait_until(lambda: counter.app.navigator.current == "unknown")
    counter.press("Esc")
    counter.wait_for("unknown")
    assert counter.window.header.content.name == "Karuna Sharma"
    settling.let_go()
    counter.wait_for("pay")


def test_a_bill_that_changed_is_read_again_for_pay(
    counter: CounterApp, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.account(("500", "300"))
    to_pay(counter, account)
    pay = counter.app.navigator.screen("pay")
    assert isinstance(pay, PayScreen)
    assert pay.plan.payable == 500
    held = HeldCall(monkeypatch, PaymentService, "take")
    over_a_send(counter, held, "help")
    pay_elsewhere(world.desk(full_name="Rana Das"), account)
    held.let_go()
    counter.wait_until(lambda: counter.app.navigator.current == "bills")
    answered(counter)
    counter.press("Esc")
    counter.wait_for("bills")
    assert "Paid at Counter" in counter.banner_text


def test_the_safe_says_why_not(qtbot: QtBot, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.open_safe(("1000", 2))
    leave(hall)
    safe = Safe(qtbot, hall)
    safe.counter.do(CashKind.SAFE_COUNT)
    safe.count("1")
    safe.counter.wait_for("safe_why")
    safe.counter.type_text("one note is missing")
    held = HeldCall(monkeypatch, CashService, "keep_safe")
    over_a_send(safe.counter, held, "help")
    held.let_go(Refused("not_allowed"))
    answered(safe.counter)
    safe.counter.press("Esc")
    safe.counter.wait_for("safe_why")
    assert told(safe.counter)
    safe.counter.press("Esc")
    safe.counter.wait_for("safe_count")


def test_the_approval_of_cash_says_why_not(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(qtbot, world)
    supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (drawer.desk.code,))
    drawer.do(CashKind.PAID_OUT, "drawer_form")
    drawer.enter("600", "a new lock")
    drawer.counter.wait_for("drawer_approval")
    for text in (supervisor, "seen the bill"):
        drawer.counter.type_text(text)
        drawer.counter.press("Enter")
    drawer.counter.type_text(PASSWORD)
    held = HeldCall(monkeypatch, CashService, "move")
    over_a_send(drawer.counter, held, "help")
    held.let_go(Refused("not_allowed"))
    answered(drawer.counter)
    drawer.counter.press("Esc")
    drawer.counter.wait_for("drawer_approval")
    assert drawer.told
    drawer.counter.type_text(PASSWORD)
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_stored")


def test_a_doubt_stands_where_it_is_needed_and_goes_with_its_end(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = SureAct.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "again_ms", 20)
    drawer = Drawer(qtbot, world)
    counter = drawer.counter
    drawer.do(CashKind.PAID_IN, "drawer_form")
    counter.type_text("5")
    counter.press("Enter")
    counter.type_text("found below")
    held = HeldCall(monkeypatch, CashService, "move")
    settling = HeldCall(monkeypatch, PaymentService, "settle")
    over_a_send(counter, held, "help")
    held.let_go(OutcomeUnknown(uuid4()))
    counter.wait_until(lambda: settling.asked == 1)
    assert counter.screen.frame.banner is None, "help is not in doubt"
    counter.press("Esc")
    counter.wait_for("drawer_form")
    assert "Connection lost. Leave the cash where it is." in counter.banner_text
    settling.let_go()
    counter.wait_until(lambda: bool(drawer.told))
    assert counter.banner_text == ""
