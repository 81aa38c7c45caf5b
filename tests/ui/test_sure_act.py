"""An act of the shift whose end nobody knows: the form stays, and nobody else hears of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from cashier_app.domain.drawer import CashKind
from cashier_app.domain.errors import OutcomeUnknown, Unavailable
from cashier_app.domain.utility import Role
from cashier_app.services.cash import CashService
from cashier_app.services.corrections import ApprovalService
from cashier_app.services.payments import PaymentService
from cashier_app.services.shifts import ShiftService
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from tests.ui.test_drawer_flow import Drawer
from tests.ui.test_shift_flow import to_count
from ui.flow.sure_act import SureAct
from ui.screens.cash_form import CashFormScreen


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again after 20 ms."""
    defaults = SureAct.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "again_ms", 20)


def to_form(drawer: Drawer, amount: str, reason: str) -> CashFormScreen:
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.counter.type_text(amount)
    drawer.counter.press("Enter")
    drawer.counter.type_text(reason)
    form = drawer.counter.screen
    assert isinstance(form, CashFormScreen)
    return form


def asking(counter: CounterApp) -> list[QTimer]:
    """The timers of acts that will be asked for again."""
    acts = counter.app.navigator.findChildren(SureAct)
    timers = [timer for act in acts for timer in act.findChildren(QTimer)]
    return [timer for timer in timers if timer.isActive()]


def test_what_was_sent_stays_as_it_was_sent(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(qtbot, world)
    form = to_form(drawer, "5", "found below")
    held = HeldCall(monkeypatch, CashService, "move")
    drawer.counter.press("Enter")
    drawer.counter.wait_until(lambda: held.asked == 1)
    drawer.counter.type_text("7")
    form.amount_field.setFocus()
    drawer.counter.type_text("7")
    drawer.counter.type_text("seven")
    assert form.amount == 5
    assert form.reason_field.text() == "found below"
    assert form.frame.esc == "", "its answer would come over whatever is in front by then"
    drawer.counter.press("Enter", "Esc")
    held.let_go(Unavailable("server_unreachable"))
    drawer.counter.wait_until(lambda: bool(drawer.told))
    assert drawer.counter.screen is form
    assert (held.asked, form.frame.esc) == (1, "Back")
    form.reason_field.edit.setFocus()
    drawer.counter.type_text("!")
    assert form.reason_field.text() == "found below!"


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
@pytest.mark.usefixtures("at_once")
def test_after_a_bug_the_server_is_asked_before_it_can_be_given_again(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(qtbot, world)
    form = to_form(drawer, "5", "found below")
    real = CashService.move

    def stored_and_broken(service: CashService, *order: object) -> None:
        real(service, *order)  # type: ignore[arg-type]
        monkeypatch.setattr(CashService, "move", real)
        raise ZeroDivisionError

    monkeypatch.setattr(CashService, "move", stored_and_broken)
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_stored")
    assert form.frame.banner is None


@pytest.mark.usefixtures("at_once")
def test_nobody_else_hears_of_an_act_in_doubt(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(qtbot, world)
    counter = drawer.counter
    form = to_form(drawer, "5", "found below")
    moved = HeldCall(monkeypatch, CashService, "move")

    def unreachable(_service: PaymentService, _request_id: object) -> None:
        raise Unavailable("server_unreachable")

    monkeypatch.setattr(PaymentService, "settle", unreachable)
    counter.press("Enter")
    moved.let_go(OutcomeUnknown(uuid4()))
    counter.wait_until(lambda: form.frame.banner is not None and bool(asking(counter)))
    assert counter.app.session is not None
    counter.app.session.sign_out()
    counter.wait_until(lambda: counter.app.navigator.current in {"settled", "sign_in"})
    assert asking(counter) == []
    assert form.frame.banner is None


def test_a_count_in_doubt_can_be_given_after_the_next_sign_in(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = CounterApp(qtbot, world.desk())
    to_count(counter)
    counter.type_text("2")
    counter.press("F12")
    locked = HeldCall(monkeypatch, ShiftService, "lock_count")
    counter.press("Enter")
    locked.let_go(OutcomeUnknown(uuid4()))
    counter.wait_until(lambda: "Connection lost" in counter.banner_text)
    assert counter.app.session is not None
    counter.app.session.sign_out()
    counter.wait_until(lambda: counter.app.navigator.current in {"settled", "sign_in"})
    if counter.app.navigator.current == "settled":
        counter.press("Enter")
    counter.wait_for("sign_in")
    counter.sign_in()
    counter.wait_until(lambda: counter.app.navigator.current in {"settled", "find"})
    if counter.app.navigator.current == "settled":
        counter.press("Enter")
    counter.wait_for("find")
    counter.to_shift()
    counter.press("Enter")
    counter.wait_for("close_count")
    counter.press("F12", "Enter")
    counter.wait_for("difference")


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_an_approval_that_breaks_down_can_be_given_again(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(qtbot, world)
    counter = drawer.counter
    supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", (drawer.desk.code,))
    drawer.do(CashKind.PAID_OUT, "drawer_form")
    drawer.enter("600", "a new lock")
    counter.wait_for("drawer_approval")
    real = ApprovalService.approve

    def broken(_service: ApprovalService, *_asked: object) -> None:
        monkeypatch.setattr(ApprovalService, "approve", real)
        raise ZeroDivisionError

    monkeypatch.setattr(ApprovalService, "approve", broken)
    for text in (supervisor, "seen the bill", PASSWORD):
        counter.type_text(text)
        counter.press("Enter")
    counter.wait_until(lambda: counter.screen.frame.esc == "Back")
    counter.press("Enter")
    counter.wait_for("drawer_stored")
