"""Function keys moved by a supervisor: where they are from then on, at this counter at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import World
from tests.support.own_server import server  # noqa: F401
from tests.ui.counter_app import CounterApp
from tests.ui.payment_desk import PaymentDesk
from ui.key_map import keyed, set_key_map
from ui.main_window import MainWindow
from ui.screens.menu import MenuScreen
from ui.tasks import Tasks


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    yield
    set_key_map({})


def open_keys(qtbot: QtBot, world: World) -> CounterApp:
    app = CounterApp(qtbot, world.desk(Role.SUPERVISOR))
    app.sign_in()
    app.wait_for("home")
    app.do("keys")
    app.wait_for("keys")
    return app


def rows(app: CounterApp) -> dict[str, str]:
    screen = app.screen
    assert isinstance(screen, MenuScreen)
    return {action.name: action.label for action in screen.list._actions}


def test_an_act_moves_to_the_key_that_is_pressed(qtbot: QtBot, world: World) -> None:
    app = open_keys(qtbot, world)
    assert rows(app)["F9"].startswith("F9 ")
    app.do("F9")
    assert "Press the new key: Print" in app.screen.frame.question
    app.press("F5")
    app.wait_until(lambda: "is on F5 now" in app.banner_text)
    assert rows(app)["F9"].startswith("F5 ")
    assert rows(app)["F5"].startswith("F9 ")
    assert keyed("Press F9, not F5 or F12.") == "Press F5, not F9 or F12."
    app.do("own")
    app.wait_until(lambda: "did at first" in app.banner_text)
    assert rows(app)["F9"].startswith("F9 ")
    assert "own" not in rows(app)


def test_esc_leaves_the_key_where_it_is(qtbot: QtBot, world: World) -> None:
    app = open_keys(qtbot, world)
    app.do("F12")
    app.press("Esc")
    assert app.screen.frame.question == "Which act gets another key?"
    app.press("Esc")
    app.wait_for("home")


def test_at_the_counter_the_moved_key_acts_and_stands_on_its_cap(
    window: MainWindow, tasks: Tasks, qtbot: QtBot, world: World
) -> None:
    set_key_map({"F3": "F6", "F6": "F3"})
    desk = PaymentDesk(window, tasks, world.desk(), qtbot)
    desk.find(world.account(("100",)).account_no)
    assert desk.at == "pay"
    desk.type_text("40")
    content = window.next_key.content
    assert content is not None
    assert content.consequence == "Add cash, or F6 pays a part"
    desk.press(Qt.Key.Key_F6)
    assert desk.next_title == "Take 40.00 as a part"
