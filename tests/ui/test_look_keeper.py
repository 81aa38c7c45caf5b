"""What a person switches to is kept; what only the window's size changes is not."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from cashier_app.screen_choice import ScreenChoice
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.look_keeper import LookKeeper
from ui.screens import menu
from ui.tasks import Tasks
from ui.theme.look import look, set_look
from ui.theme.switch import set_theme, switch_text_size, switch_theme, switch_touch


def test_switches_are_kept(qtbot: QtBot, tasks: Tasks) -> None:
    kept: list[ScreenChoice] = []
    set_theme("dark")
    LookKeeper(kept.append, tasks, tasks)
    set_look(look()._replace(scale=1.4))
    switch_touch()
    qtbot.waitUntil(lambda: kept == [("dark", True, 100)])
    switch_theme()
    qtbot.waitUntil(lambda: kept[1:] == [("contrast", True, 100)])
    switch_text_size()
    qtbot.waitUntil(lambda: kept[2:] == [("contrast", True, 125)])


def test_the_last_of_quick_switches_counts(qtbot: QtBot, tasks: Tasks) -> None:
    kept: list[ScreenChoice] = []
    LookKeeper(kept.append, tasks, tasks)
    for _ in range(3):
        switch_theme()
    switch_touch()
    qtbot.waitUntil(lambda: bool(kept) and kept[-1] == ("light", True, 100))


def test_the_row_at_home_is_kept(qtbot: QtBot, world: World) -> None:
    kept: list[ScreenChoice] = []
    counter = CounterApp(
        qtbot,
        world.desk(Role.CLERK),
        keep_look=kept.append,
    )
    counter.sign_in()
    counter.wait_for("home")
    counter.do(menu.LIGHT)
    counter.wait_until(lambda: kept == [("dark", False, 100)])
    for size in (125, 150, 100):
        counter.do(menu.TEXT_SIZE)
        assert look().type_factor == size / 100
        counter.wait_until(lambda size=size: kept[-1] == ("dark", False, size))  # type: ignore[misc]
