"""Who came to pay and could not: from the shift's screen to the slip, by keyboard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.services.attempts import AttemptService
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from ui.screens.form import FormScreen
from ui.screens.menu import MenuScreen
from ui.screens.told import ToldScreen
from ui.tasks import LaneName


def open_flow(qtbot: QtBot, world: World) -> CounterApp:
    app = CounterApp(qtbot, world.desk())
    app.to_find()
    app.to_shift()
    app.do("tried")
    app.wait_for("tried_find")
    return app


def ask(app: CounterApp, number: str) -> None:
    app.type_text(number)
    app.press("Enter")


def told(app: CounterApp) -> str:
    screen = app.screen
    assert isinstance(screen, ToldScreen)
    return " ".join(screen.texts())


def test_from_the_bill_to_the_slip(qtbot: QtBot, world: World) -> None:
    account = world.account(("100", "50"))
    app = open_flow(qtbot, world)
    ask(app, account.bills[0].bill_no)
    app.wait_for("tried_why")
    screen = app.screen
    assert isinstance(screen, MenuScreen)
    assert screen.frame.header is not None
    assert screen.frame.header.amount == "150.00"
    app.type_text("4")
    app.wait_for("tried_told")
    assert "No late charge and no cutting off for these bills until" in told(app)
    assert "already" not in told(app)
    app.wait_until(lambda: app.window.banner.content is not None)
    assert app.window.banner.content is not None
    assert app.window.banner.content.lead == "Printed"
    reasons = world.run(
        "SELECT reason FROM payment_attempts WHERE account_id = %s", account.account_id
    )
    assert list(reasons) == [("change",)]
    app.press("Enter")
    app.wait_for("shift")


def test_a_second_slip_of_the_day_is_the_first_again(qtbot: QtBot, world: World) -> None:
    account = world.account(("100",))
    app = open_flow(qtbot, world)
    for times in (1, 2):
        ask(app, account.account_no)
        app.wait_for("tried_why")
        app.type_text("1")
        app.wait_for("tried_told")
        assert ("already" in told(app)) == (times == 2)
        app.press("Enter")
        app.wait_for("shift")
        app.do("tried")
        app.wait_for("tried_find")


def test_who_owes_nothing_is_told_so(qtbot: QtBot, world: World) -> None:
    account = world.account(())
    app = open_flow(qtbot, world)
    ask(app, account.account_no)
    app.wait_for("tried_why")
    app.type_text("1")
    app.wait_until(lambda: app.window.banner.content is not None)
    assert app.window.banner.content is not None
    assert "Nothing is open" in app.window.banner.content.lead
    app.press("Esc")
    app.wait_for("tried_find")


def test_a_slip_by_hand_of_yesterday_counts_as_of_yesterday(qtbot: QtBot, world: World) -> None:
    account = world.account(("100",), due_in_days=-10)
    app = open_flow(qtbot, world)
    ask(app, account.account_no)
    app.wait_for("tried_why")
    app.type_text("7")
    app.wait_for("tried_told")
    ((days, reason),) = world.run(
        "SELECT DATEDIFF(local_date(stored_at), tried_on), reason FROM payment_attempts"
        " WHERE account_id = %s",
        account.account_id,
    )
    assert (days, reason) == (1, "line")


def test_one_enter_makes_one_slip_and_nobody_leaves_without_it(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.account(("100",))
    app = open_flow(qtbot, world)
    ask(app, account.account_no)
    app.wait_for("tried_why")
    held = HeldCall(monkeypatch, AttemptService, "give")
    app.press("Enter")
    app.wait_until(lambda: held.asked == 1)
    assert app.next_title == "Wait"
    app.press("Enter", "Down", "Enter", "Esc")
    app.type_text("2")
    assert app.screen.objectName() == "tried_why"
    held.let_go()
    app.wait_for("tried_told")
    app.wait_until(lambda: not app.app.tasks.is_busy(LaneName.COUNTER))
    assert held.asked == 1
    assert "already" not in told(app)


@pytest.mark.parametrize("by_bill", [True, False])
def test_a_number_names_an_account_a_name_does_not(
    qtbot: QtBot, world: World, by_bill: bool
) -> None:
    account = world.account(("100",), name="Zebulon Quist")
    app = open_flow(qtbot, world)
    ask(app, "zebulon quist")
    screen = app.screen
    assert isinstance(screen, FormScreen)
    app.wait_until(lambda: bool(screen.notice.accessibleName()))
    assert app.screen.objectName() == "tried_find"
    screen.clear()
    ask(app, account.bills[0].bill_no if by_bill else account.account_no)
    app.wait_for("tried_why")
