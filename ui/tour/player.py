"""Plays keys on the program's own window and keeps pictures of it.

Only for the tour and its test: the program itself never waits like this.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.gallery import SMALL, save, save_looks, show_at
from ui.main_window import MainWindow
from ui.tour.busy import BusyWatch

_log = logging.getLogger(__name__)

PATIENCE_SECONDS = 40
_TYPING_GAP_MS = 60
"""Slower than a scanner, so that the keys are a person's."""
_LOOK_AGAIN_MS = 20
_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "PgDn": Qt.Key.Key_PageDown,
    "PgUp": Qt.Key.Key_PageUp,
    "Del": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
} | {f"F{n}": Qt.Key(Qt.Key.Key_F1.value + n - 1) for n in range(1, 13)}


class TourStopped(RuntimeError):
    """The program did not come to where the story goes on."""


class Player:
    """A cashier's hands at one window. Every wait ends after PATIENCE_SECONDS."""

    def __init__(self, window: MainWindow, folder: Path, *, one_look: bool) -> None:
        self._window = window
        self.in_front: QWidget = window
        """The window that takes the keys: the counter's, unless another is shown."""
        self._folder = folder
        self._one_look = one_look
        self._count = 0
        self.pictures: list[Path] = []
        self.busy = BusyWatch()
        show_at(window, SMALL)
        self.until(window.isActiveWindow, "an active window")

    def press(self, *names: str) -> None:
        """Press keys by their name on the cap, one after the other."""
        for name in names:
            with self._key(name):
                QTest.keyClick(self._target(), _KEYS[name])
            self.pause(_TYPING_GAP_MS)

    def type(self, text: str) -> None:
        """Type at a person's pace."""
        for character in text:
            with self._key(character):
                if character.isupper():
                    QTest.keyClicks(self._target(), character)
                else:
                    QTest.keyClick(self._target(), _character_key(character))
            self.pause(_TYPING_GAP_MS)

    def paste(self, text: str) -> None:
        """What a person copies from elsewhere, such as a long path: Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self._target(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.pause(_TYPING_GAP_MS)

    def scan(self, code: str) -> None:
        """What a scanner sends: digits at once, then Enter."""
        with self._key("scan"):
            for character in code:
                QTest.keyClick(self._target(), _character_key(character))
            QTest.keyClick(self._target(), Qt.Key.Key_Return)

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Let the program work until `reached`; raises TourStopped."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            if time.monotonic() > deadline:
                raise TourStopped(f"{what}: not reached; on screen: {self._question()}")
            self.pause(_LOOK_AGAIN_MS)
        self.pause(_TYPING_GAP_MS)

    def pause(self, milliseconds: int) -> None:
        """Let the program work."""
        # Not QTest.qWait: that one keeps the interpreter, and every query of a lane waits for it.
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        with self.busy.pause():
            loop.exec()

    def touch(self, page: QWidget | None, name: str) -> None:
        """A finger on a button of a page; raises LookupError if there is none of that name."""
        button = page.findChild(QAbstractButton, name) if page is not None else None
        if not isinstance(button, QAbstractButton):
            raise LookupError(f"there is no {name} here")
        with self._key(button.accessibleName()):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.pause(_TYPING_GAP_MS)

    def show(self, window: QWidget) -> None:
        """Another window of the hall comes to the front and takes the keys."""
        self.in_front = window
        show_at(window, SMALL)
        window.activateWindow()
        self.until(window.isActiveWindow, "an active window")

    def come_back(self) -> None:
        """The counter's window is in front again and takes the keys."""
        self.in_front = self._window
        show_at(self._window, SMALL)
        self._window.raise_()
        self._window.activateWindow()
        self.until(self._window.isActiveWindow, "an active window")

    def picture(self, name: str, window: QWidget | None = None) -> None:
        """Keep a window, else the counter's, as it looks now: two sizes, light and dark, or one."""
        self._count += 1
        numbered = f"{self._count:02d}-{name}"
        shown = window or self._window
        if self._one_look:
            self.pictures.append(save(shown, self._folder / f"{numbered}.png"))
        else:
            self.pictures += save_looks(shown, self._folder, numbered)
        _log.info("picture %s", numbered)

    def picture_of(self, widget: QWidget, name: str) -> None:
        """Keep another window, for example the customer's display."""
        self._count += 1
        path = self._folder / f"{self._count:02d}-{name}.png"
        if not widget.grab().save(str(path), "PNG"):
            raise OSError(f"cannot write {path}")
        self.pictures.append(path)

    def _key(self, name: str) -> AbstractContextManager[None]:
        return self.busy.key(f'{name} at "{self._question()}"')

    def _target(self) -> QWidget:
        window = self.in_front
        if QGuiApplication.platformName() == "offscreen" and not window.isActiveWindow():
            # There a window takes the keys when it is shown, the customer's display too.
            window.activateWindow()
            return cast("QWidget | None", window.focusWidget()) or window
        focus = QGuiApplication.focusObject()
        return focus if isinstance(focus, QWidget) else window

    def _question(self) -> str:
        screen = self._window.screen_in_front
        if screen is None:
            return "no screen"
        # The door asks nothing.
        return screen.frame.question or screen.objectName()


def _character_key(character: str) -> Qt.Key:
    """Qt names the keys of ASCII characters by their capital's code."""
    return Qt.Key(ord(character.upper()))
