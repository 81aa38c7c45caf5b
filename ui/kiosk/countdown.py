"""How long nobody has touched the screen: warns in the last seconds, then ends the visit."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent

WARN_SECONDS = 10
_TICK_MS = 250
_ACTS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Countdown(QObject):
    """`warned` carries the seconds that are left, 0 when there is no danger any more."""

    warned = Signal(int)
    ended = Signal()

    def __init__(
        self, now: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now, self._limit, self._last, self._shown = now, 0.0, 0.0, 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def is_running(self) -> bool:
        """While somebody's account is open."""
        return self._timer.isActive()

    def start(self, seconds: int) -> None:
        """Count from now on."""
        self._limit = float(seconds)
        self.touch()
        app = QCoreApplication.instance()
        if app is not None and not self._timer.isActive():
            app.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Nobody is there."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._show(0)

    def touch(self) -> None:
        """Somebody is still there."""
        self._last = self._now()
        self._show(0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputEvent) and event.type() in _ACTS:
            self.touch()
        return False

    def tick(self) -> None:
        """Look at the clock."""
        left = self._limit - (self._now() - self._last)
        if left <= 0:
            self.stop()
            self.ended.emit()
        elif left <= WARN_SECONDS:
            self._show(math.ceil(left))

    def _show(self, seconds: int) -> None:
        if seconds != self._shown:
            self._shown = seconds
            self.warned.emit(seconds)
