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
from ui.screens.bulk import ListFileScreen
from ui.screens.help import HelpScreen
from ui.screens.menu import MenuScreen
from ui.screens.printers import PrintersScreen
from ui.tasks import Tasks
from ui.theme.look import look_changes
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyCap


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
    assert app.screen.frame.keys == ()
    app.press("F1")
    assert app.screen.objectName() == "keys"
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
    assert app.screen.frame.keys != ()
    assert app.screen.frame.help_enabled
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


def test_the_strip_and_f1_show_the_moved_key(qtbot: QtBot, world: World) -> None:
    app = open_keys(qtbot, world)
    app.do("F2")
    app.press("F9")
    app.wait_until(lambda: "is on F9 now" in app.banner_text)
    app.press("F1")
    app.wait_for("help")
    help_screen = app.screen
    assert isinstance(help_screen, HelpScreen)
    words = help_screen.map.accessibleName()
    assert "F9: Find a customer" in words
    assert "F2: Print" in words
    set_key_map({})
    look_changes().changed.emit()
    assert "F2: Find a customer" in help_screen.map.accessibleName()


def test_the_old_key_has_the_other_acts_meaning_alone(
    window: MainWindow, tasks: Tasks, qtbot: QtBot, world: World
) -> None:
    """Nothing takes back on this screen, so the key that paid a part does nothing now."""
    set_key_map({"F3": "F11", "F11": "F3"})
    desk = PaymentDesk(window, tasks, world.desk(), qtbot)
    desk.find(world.account(("100",)).account_no)
    desk.type_text("40")
    desk.press_only(Qt.Key.Key_F3)
    assert desk.next_title == "60.00 still to pay"
    desk.press(Qt.Key.Key_F11)
    assert desk.next_title == "Take 40.00 as a part"
    caps = {cap.accessibleName() for cap in window.findChildren(KeyCap)}
    assert "Pay a part, the rest stays due (F11)" in caps


def test_words_of_a_screen_that_stood_before_follow_the_map(qtbot: QtBot) -> None:
    lists, printers = ListFileScreen(), PrintersScreen()
    qtbot.addWidget(lists)
    qtbot.addWidget(printers)
    header = HeaderContent("file-text", "A list", ())
    for f2, f5 in (("F2", "F5"), ("F9", "F6")):
        set_key_map({} if f2 == "F2" else {"F2": "F9", "F9": "F2", "F5": "F6", "F6": "F5"})
        lists.begin(header)
        printers.begin(header)
        assert lists.path_field.hint.text() == f"{f2} finds it"
        assert f"; {f5} looks again" in printers.advice.text()
