"""The idle lock covers everything and keeps the entry behind it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from ui.flow.session_flow import SessionFlow
from ui.idle import IdleWatch
from ui.screens.lock import LockScreen


def session(counter: CounterApp) -> SessionFlow:
    assert counter.app.session is not None
    return counter.app.session


def locked(qtbot: QtBot, world: World) -> CounterApp:
    """At Find with something typed, then nobody at the keyboard."""
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.type_text("kar")
    session(counter).locks.watch.start(1)
    counter.wait_for("lock")
    return counter


def test_nobody_at_the_keyboard_locks_and_the_same_person_goes_on(
    qtbot: QtBot, world: World
) -> None:
    counter = locked(qtbot, world)
    assert not counter.window.header.isVisible()
    screen = counter.screen
    assert isinstance(screen, LockScreen)
    assert screen.name_field.text() == counter.desk.user_name
    counter.type_text(PASSWORD)
    counter.press("Enter")
    counter.wait_for("find")
    assert counter.screen.search_box.edit.text() == "kar"  # type: ignore[attr-defined]


def test_a_wrong_password_stays_locked(qtbot: QtBot, world: World) -> None:
    counter = locked(qtbot, world)
    counter.type_text("nonsense")
    counter.press("Enter")
    counter.wait_until(lambda: counter.next_title.startswith("Wait 1 s"))
    assert counter.screen.objectName() == "lock"


def test_another_cashier_may_not_unlock_but_a_supervisor_may(qtbot: QtBot, world: World) -> None:
    counter = locked(qtbot, world)
    other = world.person(Role.CASHIER, "Rana Das", counters=(counter.desk.code,))
    counter.enter_credentials(other, PASSWORD)
    screen = counter.screen
    assert isinstance(screen, LockScreen)
    counter.wait_until(lambda: "same person or a supervisor" in screen.notice.accessibleName())
    supervisor = world.person(Role.SUPERVISOR, "Tomas Okoye", counters=(counter.desk.code,))
    counter.enter_credentials(supervisor, PASSWORD)
    counter.wait_for("find")


def test_what_is_shown_meanwhile_waits_behind_the_lock(qtbot: QtBot, world: World) -> None:
    counter = locked(qtbot, world)
    counter.app.navigator.show("shift")
    assert counter.screen.objectName() == "lock"
    counter.app.scanner.scanned.emit("26101182")
    counter.press("F8", "F2", "Esc")
    assert counter.screen.objectName() == "lock"
    counter.press("F1")
    counter.wait_for("help")
    counter.press("Esc")
    counter.wait_for("lock")
    counter.type_text(PASSWORD)
    counter.press("Enter")
    counter.wait_for("shift")


def test_a_key_keeps_the_counter_open(qtbot: QtBot, qapp: QApplication) -> None:
    watch = IdleWatch()
    rings: list[int] = []
    watch.idle.connect(lambda: rings.append(1))
    with qtbot.waitSignal(watch.idle, timeout=3000):
        watch.start(30)
    assert rings == [1]
    watch.start(0)
    watch.stop()
