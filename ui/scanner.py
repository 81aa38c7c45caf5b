"""A keyboard-wedge scanner, told from a person by its speed, on any screen.

Digits are held back for 35 ms before any field sees them. If they go on at that
pace, at least six of them and then Enter, they were a scan and no field ever sees
them. If not, they are replayed unchanged and in order. Everything else passes at
once, after what was held.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ui.keys import Key, digit, is_plain_text, key_of

MAX_GAP_MS = 35
MIN_DIGITS = 6
MAX_DIGITS = 64
_LATE_MS = 15


@dataclass(frozen=True, slots=True)
class _Held:
    receiver: QObject
    event: QKeyEvent
    text: str
    at_ms: int

    @property
    def is_press(self) -> bool:
        return self.event.type() == QEvent.Type.KeyPress


class Scanner(QObject):
    """Watches the keys of the whole program; `scanned` carries the digits of a code.

    `prefix` is what a scanner may send before the code; it is taken off.
    """

    scanned = Signal(str)

    def __init__(self, prefix: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._held: list[_Held] = []
        self._replaying = False
        self._swallow_enter_release = False
        self._second_chance = False
        self._due_ms = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    def set_prefix(self, prefix: str) -> None:
        """Use another prefix from now on."""
        self.release()
        self._prefix = prefix

    def install(self) -> None:
        """Start watching the application's keys."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def remove(self) -> None:
        """Stop watching; what is held goes to its fields."""
        self.release()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(receiver, (QWindow, QWidget)):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._on_press(receiver, event)
        if event.type() == QEvent.Type.KeyRelease:
            return self._on_release(receiver, event)
        return False

    def release(self) -> None:
        """Give what is held to the fields, in order."""
        self._timer.stop()
        held, self._held = self._held, []
        self._replaying = True
        try:
            for key in held:
                if shiboken6.isValid(key.receiver):
                    QCoreApplication.sendEvent(key.receiver, key.event)
        finally:
            self._replaying = False

    def _on_press(self, receiver: QObject, event: QKeyEvent) -> bool:
        now = _time_of(event)
        if self._held and now - self._held[-1].at_ms > MAX_GAP_MS:
            self.release()
        if key_of(event) is Key.ENTER and self._held:
            return self._on_enter()
        character = self._candidate(event)
        if not character or event.isAutoRepeat():
            self.release()
            return False
        self._hold(receiver, event, character, now)
        return True

    def _on_enter(self) -> bool:
        code = self._code()
        if not code:
            self.release()
            return False
        self._timer.stop()
        self._held = []
        self._swallow_enter_release = True
        self.scanned.emit(code)
        return True

    def _on_release(self, receiver: QObject, event: QKeyEvent) -> bool:
        if self._swallow_enter_release and key_of(event) is Key.ENTER:
            self._swallow_enter_release = False
            return True
        if any(key.event.key() == event.key() for key in self._held):
            self._held.append(_Held(receiver, _copy(event), "", self._held[-1].at_ms))
            return True
        return False

    def _candidate(self, event: QKeyEvent) -> str:
        """What this key may add to a code: a digit, or the next character of the prefix."""
        typed = self._typed()
        at_prefix = self._prefix[: len(typed)] == typed and len(typed) < len(self._prefix)
        if at_prefix and is_plain_text(event) and event.text() == self._prefix[len(typed)]:
            return event.text()
        return digit(event) if len(typed) < MAX_DIGITS else ""

    def _typed(self) -> str:
        return "".join(key.text for key in self._held if key.is_press)

    def _code(self) -> str:
        code = self._typed().removeprefix(self._prefix)
        return code if len(code) >= MIN_DIGITS and code.isdecimal() else ""

    def _hold(self, receiver: QObject, event: QKeyEvent, text: str, now: int) -> None:
        self._held.append(_Held(receiver, _copy(event), text, now))
        self._second_chance = True
        self._start_timer()

    def _start_timer(self) -> None:
        self._due_ms = _clock_ms() + MAX_GAP_MS
        self._timer.start(MAX_GAP_MS)

    def _on_timer_timeout(self) -> None:
        """Release, unless the program itself was busy and keys may still wait in the queue."""
        if self._second_chance and _clock_ms() - self._due_ms > _LATE_MS:
            self._second_chance = False
            self._start_timer()
            return
        self.release()


def _clock_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def _time_of(event: QKeyEvent) -> int:
    """When the key was pressed: the system's time, which a busy program does not shift."""
    return event.timestamp() or _clock_ms()


def _copy(event: QKeyEvent) -> QKeyEvent:
    copy = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy
