"""What a person switches to is kept; what only the window's size changes is not."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.look_keeper import LookKeeper
from ui.screens import menu
from ui.tasks import Tasks
from ui.theme.look import look, set_look
from ui.theme.switch import set_theme, switch_theme, switch_touch


def test_switches_are_kept(qtbot: QtBot, tasks: Tasks) -> None:
    kept: list[tuple[str, bool]] = []
    set_theme("dark")
    LookKeeper(lambda theme, touch: kept.append((theme, touch)), tasks, tasks)
    set_look(look()._replace(scale=1.4))
    switch_touch()
    qtbot.waitUntil(lambda: kept == [("dark", True)])
    switch_theme()
    qtbot.waitUntil(lambda: kept == [("dark", True), ("contrast", True)])


def test_the_last_of_quick_switches_counts(qtbot: QtBot, tasks: Tasks) -> None:
    kept: list[tuple[str, bool]] = []
    LookKeeper(lambda theme, touch: kept.append((theme, touch)), tasks, tasks)
    for _ in range(3):
        switch_theme()
    switch_touch()
    qtbot.waitUntil(lambda: bool(kept) and kept[-1] == ("light", True))


def test_the_row_at_home_is_kept(qtbot: QtBot, world: World) -> None:
    kept: list[tuple[str, bool]] = []
    counter = CounterApp(
        qtbot,
        world.desk(Role.CLERK),
        keep_look=lambda theme, touch: kept.append((theme, touch)),
    )
    counter.sign_in()
    counter.wait_for("home")
    counter.do(menu.LIGHT)
    counter.wait_until(lambda: kept == [("dark", False)])
