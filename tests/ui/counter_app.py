"""The whole program in a window, over the real services of one counter; keys as a person's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cashier_app.services.local_facts import DemoPerson, LocalFacts
from cashier_app.services.program import Program
from tests.support.counter import Desk
from ui.app import App
from ui.front_door import FrontDoor
from ui.look_keeper import KeepLook
from ui.screen import Screen
from ui.screens.menu import MenuScreen
from ui.tasks import LaneName, Operation

FACTS = LocalFacts(
    "Counter 3", "Main Street office, hall A", "Rivergate Electricity",
    datetime(2026, 11, 21, 13, 10, tzinfo=UTC),
    demo_people=(DemoPerson("Cashier", "amina", "demo password"),),
)  # fmt: skip

_KEYS = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab,
    "Up": Qt.Key.Key_Up, "Down": Qt.Key.Key_Down, "PgUp": Qt.Key.Key_PageUp,
    "PgDn": Qt.Key.Key_PageDown,
} | {f"F{n}": Qt.Key(Qt.Key.Key_F1.value + n - 1) for n in range(1, 13)}  # fmt: skip


class CounterApp:
    """`press`, `type_text` and `wait_for`: what a person at the counter can do and see."""

    def __init__(
        self,
        qtbot: QtBot,
        desk: Desk,
        load: Callable[[], Program] | None = None,
        keep_look: KeepLook | None = None,
    ) -> None:
        self.qtbot, self.desk = qtbot, desk
        door = FrontDoor(FACTS)
        self.app = App(door, load or desk.program, keep_look=keep_look)
        self.window = self.app.window
        qtbot.addWidget(self.window, before_close_func=self._close)
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.app.start()
            door.open(full_screen=False)

    def _close(self, _window: QWidget) -> None:
        assert self.app.close()

    @property
    def screen(self) -> Screen:
        front = self.window.screen_in_front
        assert front is not None
        return front

    @property
    def next_title(self) -> str:
        content = self.window.next_key.content
        return content.title if content else ""

    @property
    def banner_text(self) -> str:
        content = self.window.banner.content
        return f"{content.lead} {content.text}" if content else ""

    @property
    def corner(self) -> str:
        """What the header says at the right: label, currency, amount."""
        content = self.window.header.content
        return f"{content.label} {content.unit} {content.amount}".strip()

    def press(self, *names: str) -> None:
        for name in names:
            QTest.keyClick(self._focus(), _KEYS[name])

    def type_text(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self._focus(), character)
        self.app.scanner.release()

    def do(self, action: str) -> None:
        """Press the key of an action on a menu, wherever it stands in the list."""
        menu = self.screen
        assert isinstance(menu, MenuScreen)
        self.type_text(menu.list.cap_of(action))

    def wait_for(self, name: str, timeout: int = 10_000) -> None:
        self.qtbot.waitUntil(lambda: self.screen.objectName() == name, timeout=timeout)

    def wait_until(self, met: Callable[[], bool], timeout: int = 10_000) -> None:
        self.qtbot.waitUntil(met, timeout=timeout)

    def enter_credentials(self, user_name: str, password: str) -> None:
        """Name and password, whoever's name stands there."""
        self.press("Esc")
        edit = self.screen.findChild(QWidget, "name_edit")
        assert edit is not None
        edit.setFocus()
        if hasattr(edit, "clear"):
            edit.clear()
        self.type_text(user_name)
        self.press("Enter")
        self.type_text(password)
        self.press("Enter")

    def sign_in(self) -> None:
        self.enter_credentials(self.desk.user_name, self.desk.password)

    def to_float(self) -> None:
        self.sign_in()
        self.wait_for("float_count")

    def to_find(self) -> None:
        """Signed in with a float of 2,000."""
        self.to_float()
        self.type_text("2")
        self.press("F12", "Enter")
        self.wait_for("find")

    def to_shift(self) -> None:
        """What the shift offers, from wherever F8 leads there."""
        self.press("F8")
        self.wait_for("shift")

    @contextmanager
    def busy(self, lane: LaneName = LaneName.REPORTS) -> Iterator[None]:
        """Something long runs in `lane` meanwhile: what is asked of it waits behind that."""
        gate = threading.Event()
        operation = Operation(gate.wait, lane, name="something long")
        self.app.tasks.run(operation, self.window, lambda _set: None)
        try:
            yield
        finally:
            gate.set()

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        return focus if focus is not None else self.window
