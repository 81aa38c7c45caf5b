"""What is written down when there is time: traces of paper and drawer, never before a payment."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from cashier_app.domain.errors import Busy, CashierError, Unavailable
from ui.tasks import LaneName, Operation, Tasks

_log = logging.getLogger(__name__)
_AGAIN_MS = 10_000


class Recorder(QObject):
    """Runs small writes one by one while the counter lane has nothing else to do.

    A lost server keeps them waiting; a refusal drops one: the receipt stands without it.
    """

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._waiting: deque[Callable[[], None]] = deque()
        self._running = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._next)
        tasks.busy_changed.connect(self._on_tasks_busy_changed)

    @property
    def is_idle(self) -> bool:
        """True when everything is written."""
        return not self._waiting and not self._running

    def put(self, write: Callable[[], None]) -> None:
        """Write this soon."""
        self._waiting.append(write)
        self._next()

    def _next(self) -> None:
        if self._running or not self._waiting or self._tasks.is_busy(LaneName.COUNTER):
            return
        self._running = True
        operation = Operation(self._waiting[0], LaneName.COUNTER, name="record")
        self._tasks.run(operation, self, self._on_written, on_failure=self._on_failed)

    def _on_written(self, _nothing: None) -> None:
        self._waiting.popleft()
        self._running = False
        self._next()

    def _on_failed(self, error: CashierError) -> bool:
        self._running = False
        if isinstance(error, Unavailable | Busy):
            self._again.start()
            return True
        _log.info("a trace was refused: %s", error.code)
        self._waiting.popleft()
        self._next()
        return True

    def _on_tasks_busy_changed(self, lane: str, busy: bool) -> None:
        if lane == LaneName.COUNTER and not busy and not self._again.isActive():
            self._next()
