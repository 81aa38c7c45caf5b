"""A keyboard-wedge scanner, told from a person by its speed, on any screen.

Digits are held back for 35 ms before any field sees them. If they go on at that
pace, at least six of them and then Enter or Tab, they were a scan and no field ever
sees them. If not, they are replayed unchanged and in order. Everything else passes at
once, after what was held.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ui.keys import Key, digit, is_plain_text, key_of

MAX_GAP_MS = 35
MIN_DIGITS = 6
MAX_DIGITS = 64
_LATE_MS = 15
_KIND = re.compile(r"\][A-Za-z][0-9A-Za-z]")
"""What a scanner may say of the kind of a code (ISO/IEC 15424): "]C1" of a bar code, "]Q1" of a
QR code."""
_KIND_PARTS = tuple(re.compile(part) for part in (r"\]", r"[A-Za-z]", r"[0-9A-Za-z]"))
_HELD_BESIDE = {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
_ENDS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


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

    `prefix` is what a scanner may send before the code; it is taken off, as is the kind of code.
    """

    scanned = Signal(str)

    def __init__(self, prefix: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._held: list[_Held] = []
        self._replaying = False
        self._swallowed: int | None = None
        """The key that ended a scan, until it goes up."""
        self._scanned_ms = -MAX_GAP_MS - 1
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
        if _is_end(event):
            if not self._held and now - self._scanned_ms <= MAX_GAP_MS:
                # The other half of a suffix: carriage return, then line feed.
                self._swallowed = event.key()
                return True
            if self._held:
                return self._on_end(event, now)
        if event.key() in _HELD_BESIDE:
            return False
        character = self._candidate(event)
        if not character or event.isAutoRepeat():
            self.release()
            return False
        self._hold(receiver, event, character, now)
        return True

    def _on_end(self, event: QKeyEvent, now: int) -> bool:
        code = self._code()
        if not code:
            self.release()
            return False
        self._timer.stop()
        self._held = []
        self._swallowed, self._scanned_ms = event.key(), now
        self.scanned.emit(code)
        return True

    def _on_release(self, receiver: QObject, event: QKeyEvent) -> bool:
        if self._swallowed == event.key():
            self._swallowed = None
            return True
        if any(key.event.key() == event.key() for key in self._held):
            self._held.append(_Held(receiver, _copy(event), "", self._held[-1].at_ms))
            return True
        return False

    def _candidate(self, event: QKeyEvent) -> str:
        """What this key may add to a code: a digit, or the next character of what comes before."""
        typed, text = self._typed(), event.text()
        if is_plain_text(event) and (_goes_on(typed, text) or self._prefix_goes_on(typed, text)):
            return text
        return digit(event) if len(typed) < MAX_DIGITS else ""

    def _prefix_goes_on(self, typed: str, text: str) -> bool:
        return any(
            self._prefix.startswith(before + text) and text != ""
            for before in (typed, _KIND.sub("", typed, count=1))
        )

    def _typed(self) -> str:
        return "".join(key.text for key in self._held if key.is_press)

    def _code(self) -> str:
        typed = self._typed()
        kind = _KIND.match(typed)
        # A prefix may be the kind itself.
        code = (typed[kind.end() :] if kind else typed).removeprefix(self._prefix)
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


def _is_end(event: QKeyEvent) -> bool:
    return key_of(event) is Key.ENTER or event.key() in _ENDS


def _goes_on(typed: str, text: str) -> bool:
    """True while `text` may be the next character of a code's kind."""
    if len(typed) >= len(_KIND_PARTS):
        return False
    return all(part.fullmatch(one) for part, one in zip(_KIND_PARTS, typed + text, strict=False))


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
