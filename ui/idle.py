"""Nobody at the keyboard: `idle` after a time without any key, click or touch."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent

_ACTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Counts from the last act of a person; one timer, set again only when it rings."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit_ms = 0
        self._last_ms = _now_ms()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self, milliseconds: int) -> None:
        """Watch from now on; 0 never rings."""
        self.stop()
        self._limit_ms, self._last_ms = milliseconds, _now_ms()
        app = QCoreApplication.instance()
        if milliseconds and app is not None:
            app.installEventFilter(self)
            self._timer.start(milliseconds)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # The class first: a filter sees every event there is, and an enum is dear.
        if isinstance(event, QInputEvent) and event.type() in _ACTS:
            self._last_ms = _now_ms()
        return False

    def _on_timer_timeout(self) -> None:
        left = self._limit_ms - (_now_ms() - self._last_ms)
        if left > 0:
            self._timer.start(left)
            return
        self.stop()
        self.idle.emit()


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
