"""The window from the door to the first customer and back, over a real database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from cashier_app.counter_log import CounterLogInUse
from cashier_app.domain.errors import Unavailable
from cashier_app.domain.printing import PrinterFault
from cashier_app.services.program import Program
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.test_printing_lane import TestPrinter
from ui.screens.door import DoorScreen
from ui.theme.look import look
from ui.theme.tokens import CONTRAST, DARK, LIGHT

_NOT_BEFORE_THE_PAINT = (
    "sqlalchemy", "pymysql", "reportlab", "escpos", "zxingcpp", "PIL", "cryptography",
    "cashier_app.bootstrap", "cashier_app.db", "cashier_app.services.payments",
    "cashier_app.services.program", "cashier_app.domain.payments", "cashier_app.domain.utility",
    "cashier_app.sample", "receipts", "PySide6.QtNetwork", "PySide6.QtPrintSupport",
    "ui.app", "ui.crash", "ui.customer_display", "ui.flow", "ui.messages", "ui.models",
    "ui.navigator", "ui.scanner", "ui.screens.lock", "ui.status_feed", "ui.tasks",
)  # fmt: skip
_AT_THE_DOOR = {
    "cashier_app", "cashier_app.screen_choice", "cashier_app.services",
    "cashier_app.services.local_facts", "resources", "ui", "ui.attempts", "ui.dates",
    "ui.front_door", "ui.key_map", "ui.keys", "ui.main_window", "ui.screen", "ui.screens",
    "ui.screens.door", "ui.screens.sign_in", "ui.spoken", "ui.theme", "ui.theme.fonts",
    "ui.theme.icons", "ui.theme.look", "ui.theme.switch", "ui.theme.system_fonts",
    "ui.theme.tokens", "ui.widgets", "ui.widgets.brand", "ui.widgets.drawn", "ui.widgets.fields",
    "ui.widgets.keys", "ui.widgets.status",
}  # fmt: skip
"""Each of them takes a part of the start: 0.4 ms, and more by what it names of Qt."""
_PAINT_THE_DOOR = """
import enum, sys
made, make = [], enum.EnumType.__new__
def remember(kind, name, *rest, **named):
    made.append("enum:" + name)
    return make(kind, name, *rest, **named)
enum.EnumType.__new__ = remember
from PySide6.QtWidgets import QApplication
from cashier_app.services.local_facts import LocalFacts
from ui.front_door import FrontDoor
qt = QApplication(sys.argv[:1])
door = FrontDoor(LocalFacts("Counter 3", "Main Street office"))
def tell():
    print("painted", *sys.modules, *made, sep="\\n")
    door.window.allow_close()
door.painted.connect(tell)
door.open(full_screen=False)
qt.exec()
"""


def test_the_door_is_painted_before_anything_slow_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PAINT_THE_DOOR], capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    painted, *modules = done.stdout.split()
    assert painted == "painted"
    assert "ui.screens.sign_in" in modules
    early = [
        m for m in modules if f"{m}.".startswith(tuple(f"{s}." for s in _NOT_BEFORE_THE_PAINT))
    ]
    assert early == []
    ours = {
        m for m in modules if m.partition(".")[0] in {"cashier_app", "receipts", "resources", "ui"}
    }
    assert ours == _AT_THE_DOOR
    assert "enum:RenderHint" in modules  # of QPainter: enums are seen
    assert "enum:AlignmentFlag" not in modules, "the namespace Qt was built before the paint"


def test_from_the_door_to_find_by_keyboard(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    shift = counter.app.state.signed_in.shift
    assert shift is not None
    assert counter.window.status.content.facts[0] == "Amina Rahman, cashier"
    assert counter.window.status.content.hidden_fact == "Cash in drawer hidden"


def test_who_is_quicker_than_the_loading_waits_at_the_door(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    assert counter.app.program is None
    counter.sign_in()
    counter.wait_for("float_count")


def test_a_second_copy_of_the_program_says_so_and_can_try_again(qtbot: QtBot, world: World) -> None:
    desk = world.desk()
    tries: list[int] = []

    def load() -> Program:
        tries.append(1)
        if len(tries) == 1:
            raise CounterLogInUse("counter.log")
        return desk.program()

    counter = CounterApp(qtbot, desk, load)
    screen = counter.screen
    assert isinstance(screen, DoorScreen)
    counter.wait_until(lambda: "open already" in screen.notice.accessibleName())
    counter.sign_in()
    counter.wait_for("float_count")


@pytest.mark.allow_log("unexpected error", reason="loading fails on purpose")
def test_an_unexpected_failure_of_loading_leaves_a_door_that_can_try_again(
    qtbot: QtBot, world: World
) -> None:
    desk = world.desk()
    tries: list[int] = []

    def load() -> Program:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("broken on purpose")
        return desk.program()

    counter = CounterApp(qtbot, desk, load)
    counter.sign_in()
    screen = counter.screen
    assert isinstance(screen, DoorScreen)
    counter.wait_until(lambda: "could not start" in screen.notice.accessibleName())
    counter.press("Enter")
    counter.wait_for("float_count")


def test_closing_the_window_says_what_stays_open_and_signs_out(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.window.close()
    counter.wait_for("leave")
    counter.press("Esc")
    counter.wait_for("find")
    counter.window.close()
    counter.wait_for("leave")
    counter.press("Enter")
    counter.wait_until(lambda: not counter.window.isVisible())
    acts = world.run(
        "SELECT act FROM audit_events WHERE counter_id = %s ORDER BY audit_event_id DESC LIMIT 1",
        counter.desk.counter_id,
    )
    assert acts[0][0] == "sign_out"


def test_closing_before_sign_in_just_closes(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.window.close()
    assert not counter.window.isVisible()


def test_the_scanner_sees_every_key_before_the_screen(qtbot: QtBot, world: World) -> None:
    """Enter at the end of a scan must not press the green block of the screen in front."""
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    scans: list[str] = []
    counter.app.scanner.scanned.connect(scans.append)
    target = counter.window.windowHandle()
    clock = 1_000_000
    for text, key in [
        *((digit, Qt.Key(ord(digit))) for digit in "99999999"),
        ("\r", Qt.Key.Key_Return),
    ]:
        clock += 4
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(clock)
            QCoreApplication.sendEvent(target, event)
    assert scans == ["99999999"]


def test_help_comes_and_goes_everywhere(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.press("F1")
    counter.wait_for("help")
    counter.press("Esc")
    counter.wait_for("sign_in")
    counter.to_float()
    counter.press("F1")
    counter.wait_for("help")
    counter.press("Enter")
    counter.wait_for("float_count")


def test_the_screen_can_be_made_dark_at_work(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.to_shift()
    for palette in (DARK, CONTRAST, LIGHT):
        counter.do("light")
        assert look().palette is palette


def test_a_lost_server_is_told_and_comes_back(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    counter.app.tasks.failed.emit(Unavailable("server_unreachable"))
    assert "cannot be reached" in counter.banner_text
    assert not counter.app.state.server_answers
    counter.to_shift()
    counter.do("receipts")
    counter.wait_until(lambda: counter.app.state.server_answers)
    assert "cannot be reached" not in counter.banner_text


def test_a_tray_emptied_meanwhile_does_not_come_back_with_the_server(
    qtbot: QtBot, world: World
) -> None:
    desk, printer = world.desk(), TestPrinter()
    printer.fault = PrinterFault.NO_PAPER
    counter = CounterApp(
        qtbot,
        desk,
        lambda: replace(desk.program(), printer=printer),  # type: ignore[arg-type]
    )
    counter.to_find()
    counter.app.scanner.scanned.emit(world.account(("100",)).bills[0].bill_no)
    counter.wait_for("pay")
    counter.press("Enter")
    counter.wait_until(lambda: "1 receipt waiting" in counter.banner_text)
    counter.app.tasks.failed.emit(Unavailable("server_unreachable"))
    assert "cannot be reached" in counter.banner_text
    printer.fault = PrinterFault.NONE
    counter.press("F9")
    counter.wait_until(lambda: bool(printer.printed) and counter.app.state.server_answers)
    assert counter.banner_text == ""
