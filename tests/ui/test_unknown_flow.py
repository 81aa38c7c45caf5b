"""Outcome unknown: no change on any screen until the server says what became of the payment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.services.program import Program
from tests.support.counter import SeedAccount, World
from tests.ui.cut_line import CutLine
from tests.ui.payment_desk import PaymentDesk
from ui.crash import crash_reports
from ui.main_window import MainWindow
from ui.models.customer_view import ViewKind
from ui.tasks import Tasks

ENTER = Qt.Key.Key_Return
QUICK_MS = 20


class Broken(PaymentDesk):
    """A desk whose line can be cut."""

    line: CutLine

    def cut(self, program: Program) -> Program:
        self.line = CutLine(program.payments)
        return program

    def __init__(self, window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot) -> None:
        super().__init__(window, tasks, world.desk(), qtbot, self.cut)
        self.flow.taking.settler._again.setInterval(QUICK_MS)

    def numbers_on_screen(self) -> str:
        screen = self.flow.screens.unknown
        parts = [screen.panel.ledger.accessibleName(), screen.hold_card.accessibleName()]
        parts += [self.banner, self.next_title, *(step.text for step in screen.steps.steps)]
        return " ".join(parts)

    def pay_100_with_150(self, account: SeedAccount) -> None:
        self.scan(account.bills[0].bill_no)
        self.type_text("150")
        self.press_only(ENTER)
        self.qtbot.waitUntil(lambda: self.at == "unknown")


@pytest.fixture
def broken(window: MainWindow, tasks: Tasks, world: World, qtbot: QtBot) -> Broken:
    return Broken(window, tasks, world, qtbot)


def test_no_change_is_shown_while_nobody_knows(broken: Broken, world: World, qtbot: QtBot) -> None:
    broken.pay_100_with_150(world.account(("100",)))
    qtbot.waitUntil(lambda: broken.line.asked >= 3)
    assert "Connection lost. Do not hand back money yet." in broken.banner
    assert "50.00" not in broken.numbers_on_screen().replace("150.00", "")
    assert broken.next_title == "Wait: checking"
    assert not broken.window.next_key.can_press
    assert broken.views[-1].kind is ViewKind.WAIT
    assert broken.views[-1].amount == ""
    act = broken.flow.taking.act
    assert act is not None
    content = broken.window.banner.content
    assert content is not None
    assert content.reference == f"Ref {act.request_id.hex[-6:]}"
    assert not broken.state.server_answers
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "paid")
    broken.settle()


def test_a_payment_that_landed_is_shown_as_paid(broken: Broken, world: World, qtbot: QtBot) -> None:
    broken.pay_100_with_150(world.account(("100",)))
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "paid")
    broken.settle()
    assert broken.flow.screens.paid.change_panel.accessibleName() == "50.00"
    assert broken.flow.screens.paid.printer_fact.text == "Printed, 1 receipt"
    assert broken.state.server_answers


def test_a_payment_that_did_not_land_is_asked_for_again(
    broken: Broken, world: World, qtbot: QtBot
) -> None:
    account = world.account(("100",))
    broken.line.stores = False
    broken.pay_100_with_150(account)
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "pay")
    broken.settle()
    assert broken.banner == "The payment was not taken. Take it again."
    assert broken.flow.screens.pay.plan.received == 150
    broken.line.breaks = False
    broken.press(ENTER)
    assert broken.at == "paid"
    ((count,),) = world.run("SELECT COUNT(*) FROM payments WHERE account_id=%s", account.account_id)
    assert count == 1


def test_the_exact_amount_of_a_scanned_bill_stands_when_it_did_not_land(
    broken: Broken, world: World, qtbot: QtBot
) -> None:
    """Nothing was typed, and yet Enter said that this money lies on the counter."""
    account = world.account(("100",))
    broken.line.stores = False
    broken.scan(account.bills[0].bill_no)
    broken.press_only(ENTER)
    qtbot.waitUntil(lambda: broken.at == "unknown")
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "pay")
    broken.settle()
    assert broken.flow.screens.pay.plan.received == 100
    broken.line.breaks = False
    broken.press(ENTER)
    assert broken.at == "paid"


def test_set_aside_frees_the_counter_and_is_told_when_settled(
    broken: Broken, world: World, qtbot: QtBot
) -> None:
    account = world.account(("100",))
    broken.pay_100_with_150(account)
    act = broken.flow.taking.act
    assert act is not None
    broken.press_only(Qt.Key.Key_F12)
    assert broken.at == "unknown", "only after two minutes"
    broken.flow.screens.unknown.show_tries(40, 120)
    broken.press_only(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: broken.at == "find")
    broken.settle()
    assert f"Ref {act.reference} is set aside." in broken.banner
    assert any("slip" in path.name for path in broken.papers.iterdir())
    broken.line.dead = False
    settler = broken.flow.taking.aside._open[act.request_id]
    settler._again.start(QUICK_MS)
    qtbot.waitUntil(lambda: "was taken, receipt" in broken.banner)
    broken.settle()
    assert broken.flow.taking.aside.open_ids == ()
    broken.press_only(Qt.Key.Key_F12)
    assert "was taken" not in broken.banner


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_what_could_not_be_set_aside_is_asked_for_on(
    broken: Broken, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken.pay_100_with_150(world.account(("100",)))

    def break_down(_request_id: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(broken.program.payments, "set_aside", break_down)
    broken.flow.screens.unknown.show_tries(40, 120)
    with qtbot.waitSignal(crash_reports().reported):
        broken.press_only(Qt.Key.Key_F12)
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "paid")
    broken.settle()


def test_a_login_that_is_over_does_not_blame_the_line(
    broken: Broken, world: World, qtbot: QtBot
) -> None:
    """This person learns nothing more: set aside at once, settled at the next sign-in."""
    broken.line.is_login_over = True
    broken.pay_100_with_150(world.account(("100",)))
    act = broken.flow.taking.act
    assert act is not None
    lead = "Your password was changed, or your name is locked."
    qtbot.waitUntil(lambda: lead in broken.banner)
    assert "F12 sets it aside; the next sign-in settles it." in broken.banner
    assert "Connection lost" not in broken.banner
    assert "50.00" not in broken.numbers_on_screen().replace("150.00", "")
    broken.press_only(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: broken.at == "find")
    broken.settle()
    assert broken.flow.taking.aside.open_ids == (act.request_id,)


def test_an_undo_of_unknown_end_is_settled_too(broken: Broken, world: World, qtbot: QtBot) -> None:
    account = world.account(("100",))
    broken.line.breaks = False
    broken.scan(account.bills[0].bill_no)
    broken.press(ENTER)
    receipt = broken.flow.screens.paid.receipt
    assert receipt is not None
    broken.press(Qt.Key.Key_F11)
    broken.line.breaks = True
    broken.type_text("wrong customer")
    broken.flow.screens.undo.number_field.set_text(receipt.number)
    broken.press_only(ENTER)
    qtbot.waitUntil(lambda: broken.at == "unknown")
    assert broken.question == "Wait: was the receipt cancelled?"
    broken.line.dead = False
    qtbot.waitUntil(lambda: broken.at == "paid")
    broken.settle()
    assert broken.question == "Hand back from the drawer, Rs"


@pytest.mark.allow_log("unexpected error", reason="the answer cannot be read on purpose")
@pytest.mark.parametrize("stores", [True, False])
def test_a_failure_that_nobody_expected_is_settled_too(
    broken: Broken, world: World, qtbot: QtBot, stores: bool
) -> None:
    """Also when the first answers to settling are such ones."""
    broken.line.stores, broken.line.dead, broken.line.bugs = stores, False, 2
    broken.pay_100_with_150(world.account(("100",)))
    qtbot.waitUntil(lambda: broken.at == ("paid" if stores else "pay"))
    broken.settle()
    assert broken.line.asked == 3
    assert not broken.flow.taking.is_busy
