"""What is written down when there is time: traces of paper and drawer, never before a payment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from cashier_app.domain.errors import Busy, CashierError, Unavailable
from ui.counter_state import CounterState
from ui.tasks import LaneName, Operation, Tasks

_log = logging.getLogger(__name__)
_AGAIN_MS = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    """`by` is the database user it happened under: the trace names whoever is connected."""

    by: str
    work: Callable[[], None]


class Recorder(QObject):
    """Runs small writes one by one while the counter lane has nothing else to do.

    A lost server keeps them waiting; a refusal drops one: the receipt stands without it. What
    one person leaves unwritten waits until they are at this counter again, for a trace written
    by the next person would bear the next person's name.
    """

    def __init__(self, tasks: Tasks, state: CounterState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._state = tasks, state
        self._waiting: list[_Write] = []
        self._running: _Write | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._next)
        tasks.busy_changed.connect(self._on_tasks_busy_changed)
        state.changed.connect(self._on_state_changed)

    @property
    def is_idle(self) -> bool:
        """True when everything of whoever is here is written."""
        return self._running is None and self._next_of_person() is None

    def put(self, work: Callable[[], None], by: str = "") -> None:
        """Write this soon, as the person `by` (user name; whoever is signed in now if empty)."""
        self._waiting.append(_Write(by or self._person(), work))
        self._next()

    def flush(self) -> None:
        """Before the person goes: one try for all that they leave, ended by a lost server."""
        person = self._person()
        left = [one for one in self._waiting if one.by == person and one is not self._running]
        if left:
            operation = Operation(lambda: _written_of(left), LaneName.COUNTER, name="record")
            self._tasks.run(operation, self, self._on_flushed, on_failure=lambda _error: True)

    def _on_flushed(self, done: tuple[_Write, ...]) -> None:
        self._waiting = [one for one in self._waiting if one not in done]

    def _person(self) -> str:
        return self._state.signed_in.person.user_name if self._state.is_signed_in else ""

    def _next_of_person(self) -> _Write | None:
        person = self._person()
        return next((write for write in self._waiting if person and write.by == person), None)

    def _next(self) -> None:
        write = self._next_of_person()
        if self._running is not None or write is None or self._tasks.is_busy(LaneName.COUNTER):
            return
        self._running = write
        operation = Operation(write.work, LaneName.COUNTER, name="record")
        self._tasks.run(
            operation, self, lambda _nothing: self._drop(write),
            on_failure=lambda error: self._on_failed(write, error),
            on_finished=lambda: self._on_finished(write),
        )  # fmt: skip

    def _drop(self, write: _Write) -> None:
        self._waiting.remove(write)
        self._running = None
        self._next()

    def _on_failed(self, write: _Write, error: CashierError) -> bool:
        if isinstance(error, Unavailable | Busy):
            self._running = None
            if write.by == self._person():
                self._again.start()
            else:
                self._next()
        else:
            _log.info("a trace was refused: %s", error.code)
            self._drop(write)
        return True

    def _on_finished(self, write: _Write) -> None:
        """A failure that nobody expected holds up no other trace."""
        if self._running is write:
            self._drop(write)

    def _on_tasks_busy_changed(self, lane: str, busy: bool) -> None:
        if lane == LaneName.COUNTER and not busy:
            self._on_state_changed()

    def _on_state_changed(self) -> None:
        if not self._again.isActive():
            self._next()


def _written_of(writes: Iterable[_Write]) -> tuple[_Write, ...]:
    """Those that are written or were refused, up to the first that finds no server."""
    done = []
    for write in writes:
        try:
            write.work()
        except (Unavailable, Busy):
            break
        except CashierError as error:
            _log.info("a trace was refused: %s", error.code)
        done.append(write)
    return tuple(done)
