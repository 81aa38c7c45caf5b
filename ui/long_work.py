"""Work that takes long: its steps are told on the GUI thread, and it can be stopped from there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError, Stopped
from ui.tasks import LaneName, Operation, Tasks

T = TypeVar("T")
OnStep = Callable[[str, int, int], None]


class LongWork(QObject):
    """One at a time, in a lane. `stepped` says what is done, how much of it, of how much.

    `stopped` when the work has ended because it was asked to: nothing of it is half done. After
    a failure that nobody expected, which is reported by itself, stopping leads away, too.
    """

    stepped = Signal(str, int, int)
    stopped = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._stop = threading.Event()
        self._number = 0
        self._is_broken = False
        self._told: Callable[[CashierError], bool] | None = None

    def begin(
        self,
        work: Callable[[OnStep], T],
        on_success: Callable[[T], None],
        on_failure: Callable[[CashierError], bool] | None = None,
        *,
        name: str = "",
    ) -> None:
        """Run `work` in the lane "reports"; it is given what it must call at each step."""
        self._stop = stop = threading.Event()
        self._number += 1
        number = self._number
        self._told = on_failure
        self._is_broken = is_answered = False

        def on_step(what: str, done: int, of: int) -> None:
            if stop.is_set():
                raise Stopped
            self.stepped.emit(what, done, of)

        def succeeded(result: T) -> None:
            nonlocal is_answered
            is_answered = True
            if number == self._number:
                on_success(result)

        def failed(error: CashierError) -> bool:
            nonlocal is_answered
            is_answered = True
            return number != self._number or self._on_failure(error)

        def finished() -> None:
            if number == self._number and not is_answered:
                self._is_broken = True
                if stop.is_set():
                    self.stop()

        operation = Operation(lambda: work(on_step), LaneName.REPORTS, name=name)
        self._tasks.run(operation, self, succeeded, on_failure=failed, on_finished=finished)

    def stop(self) -> None:
        """Ask the work to end; `stopped` follows, unless it was done before."""
        self._stop.set()
        if self._is_broken:
            self._is_broken = False
            self.stopped.emit()

    def forget(self) -> None:
        """Stop, and hear no more of it."""
        self._stop.set()
        self._number += 1
        self._is_broken = False

    def _on_failure(self, error: CashierError) -> bool:
        if isinstance(error, Stopped):
            self.stopped.emit()
            return True
        return self._told is not None and self._told(error)
