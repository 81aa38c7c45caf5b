"""A pause after a wrong password that grows: guessing at the counter takes too long."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

_LONGEST = 30
_SECOND_MS = 1000


class AttemptDelay(QObject):
    """1, 2, 4 … up to 30 seconds after each failure in a row; `changed` each second of it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, second_ms: int = _SECOND_MS) -> None:
        super().__init__(parent)
        self._failures = 0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(second_ms)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def seconds_left(self) -> int:
        """How long nobody may try again; 0 when they may."""
        return self._left

    def failed(self) -> None:
        """Name or password was wrong once more."""
        self._failures += 1
        self._left = min(_LONGEST, 1 << (self._failures - 1))
        self._timer.start()
        self.changed.emit()

    def succeeded(self) -> None:
        """The right person is here."""
        self._failures = 0
        self._left = 0
        self._timer.stop()
        self.changed.emit()

    def _on_timer_timeout(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
        self.changed.emit()
