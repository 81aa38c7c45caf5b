"""Changing one's own password, asked for or demanded."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from ui.screens.password import PasswordScreen

NEW = "violin gravel 9"


def test_a_given_password_is_changed_before_the_counter_opens(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    world.run("UPDATE users SET must_change_password = 1 WHERE user_name = %s", desk.user_name)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("password_change")
    counter.type_text(PASSWORD)
    counter.press("Tab")
    counter.type_text(NEW)
    counter.press("Tab")
    counter.type_text(NEW)
    counter.press("Enter")
    counter.wait_for("float_count")
    counter.press("Esc")
    counter.wait_for("sign_in")
    counter.enter_credentials(desk.user_name, NEW)
    counter.wait_for("float_count")


def test_leaving_a_demanded_change_signs_out(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    world.run("UPDATE users SET must_change_password = 1 WHERE user_name = %s", desk.user_name)
    counter = CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("password_change")
    counter.press("Esc")
    counter.wait_for("sign_in")


def test_a_wrong_old_password_changes_nothing(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
    counter.do("password")
    counter.wait_for("password_change")
    screen = counter.screen
    assert isinstance(screen, PasswordScreen)
    counter.type_text("not it at all")
    counter.press("Tab")
    counter.type_text(NEW)
    counter.press("Tab")
    assert counter.next_title == "Change the password"
    counter.type_text(NEW)
    counter.press("Enter")
    counter.wait_until(lambda: "wrong" in screen.notice.accessibleName())
    counter.press("Esc")
    counter.wait_for("shift")
