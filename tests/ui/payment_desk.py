"""The payment flow in a real window over the real services of one counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cashier_app.services.program import Program
from tests.support.counter import Desk
from ui.counter_state import CounterState
from ui.flow.payment_flow import PaymentFlow
from ui.main_window import MainWindow
from ui.models.customer_view import CustomerView
from ui.navigator import Navigator
from ui.scanner import Scanner
from ui.tasks import LaneName, Tasks


class PaymentDesk:
    """A signed-in cashier with an open shift, at Find. Keys go in as a person's would."""

    def __init__(
        self, window: MainWindow, tasks: Tasks, desk: Desk, qtbot: QtBot,
        change: Callable[[Program], Program] = lambda program: program,
    ) -> None:  # fmt: skip
        self.window, self.tasks, self.qtbot, self.desk = window, tasks, qtbot, desk
        program = desk.program()
        started = program.sessions.sign_in(desk.user_name, desk.password)
        shift = desk.open_shift(program)
        self.program = change(program)
        self.state = CounterState()
        self.state.set_signed_in(replace(started.signed_in, shift=shift))
        self.navigator = Navigator(window)
        self.scanner = Scanner()
        self.flow = PaymentFlow(
            window, self.navigator, tasks, self.state, self.program, self.scanner
        )
        self.views: list[CustomerView] = []
        self.flow.view_changed.connect(self.views.append)
        self.flow.start()
        self.settle()

    @property
    def papers(self) -> Path:
        return self.desk.setup.printer.path

    def scan(self, code: str) -> None:
        self.scanner.scanned.emit(code)
        self.settle()

    def find(self, text: str, rows: int = 1) -> None:
        """Type into the box, wait for the rows, Enter."""
        edit = self.flow.screens.find.search_box.edit
        QTest.keyClicks(edit, text)
        table = self.flow.screens.find.table
        self.qtbot.waitUntil(lambda: table.model().rowCount() == rows)
        self.press(Qt.Key.Key_Return)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._focus(), key)
        self.settle()

    def take(self) -> None:
        """Enter, once the bounce of the one before is over."""
        self.qtbot.waitUntil(lambda: self.window.next_key.can_press)
        self.press(Qt.Key.Key_Return)

    def press_only(self, key: Qt.Key) -> None:
        """Without waiting for what comes of it."""
        QTest.keyClick(self._focus(), key)

    def type_text(self, text: str) -> None:
        QTest.keyClicks(self._focus(), text)

    def note(self, letter: str, scan_code: int) -> None:
        """A key by its place on the keyboard, whatever it types."""
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, scan_code + 8, 0, 0, letter)
            QApplication.sendEvent(self._focus(), event)

    def settle(self) -> None:
        """Until the lanes have nothing to do and everything is written down."""
        self.qtbot.waitUntil(
            lambda: (
                not any(self.tasks.is_busy(lane) for lane in LaneName)
                and self.flow.recorder.is_idle
            ),
            timeout=10_000,
        )

    @property
    def last_view(self) -> CustomerView:
        return self.views[-1]

    @property
    def at(self) -> str:
        return self.navigator.current

    @property
    def question(self) -> str:
        screen = self.window.screen_in_front
        return screen.frame.question if screen else ""

    @property
    def next_title(self) -> str:
        content = self.window.next_key.content
        return content.title if content else ""

    @property
    def banner(self) -> str:
        content = self.window.banner.content
        return f"{content.lead} {content.text}".strip() if content else ""

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        return focus if focus is not None else self.window
