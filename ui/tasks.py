"""Work off the GUI thread: three lanes, operations with default error handling, topics.

A lane is a QObject of the GUI thread with one worker thread; answers come back by a
queued signal, so callbacks always run on the GUI thread. A callback whose owner is
gone is skipped. Work must carry frozen values only.

Office work ends with the sitting it was asked for in: see `Tasks.end_sitting`.
"""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from cashier_app.domain.errors import CashierError, Refused
from cashier_app.services.asked_in import Sitting, asked_in
from ui import crash

_log = logging.getLogger(__name__)

T = TypeVar("T")


class LaneName(StrEnum):
    """One worker each, so that a slow report never delays a payment."""

    COUNTER = "counter"
    PRINTER = "printer"
    REPORTS = "reports"


class Topic(StrEnum):
    """What a changing operation announces; each screen decides whether to refresh."""

    PAYMENTS = "payments"
    BILLS = "bills"
    SHIFT = "shift"


@dataclass(frozen=True)
class Operation(Generic[T]):
    """A piece of work for a lane.

    `topics` are announced when it succeeds. Of several waiting operations with the same
    `latest` only the newest runs: earlier ones are dropped without a callback. What
    `outlives` its asker runs and is told after their sign-out, too. What is `urgent` goes
    before all that waits in its lane.
    """

    work: Callable[[], T]
    lane: LaneName = LaneName.COUNTER
    topics: frozenset[Topic] = frozenset()
    latest: str = ""
    name: str = ""
    outlives: bool = False
    urgent: bool = False

    @property
    def ends_with_asker(self) -> bool:
        """Of the other lanes sign-out is a job itself, or paper must come out all the same."""
        return self.lane is LaneName.REPORTS and not self.outlives


OnFailure = Callable[[CashierError], bool]


@dataclass(eq=False)
class _Job:
    operation: Operation[object]
    owner: QObject
    on_success: Callable[[object], None]
    on_failure: OnFailure | None
    on_bug: Callable[[], None] | None
    on_finished: Callable[[], None] | None
    sitting: Sitting
    result: object = None
    error: BaseException | None = None
    dropped: bool = False

    @property
    def is_nobodys(self) -> bool:
        """True when nobody is there any more who asked for it."""
        return self.sitting.is_over and self.operation.ends_with_asker


class Lane(QObject):
    """One worker thread; jobs run in the order they came, urgent ones first."""

    answered = Signal(object)

    def __init__(self, name: LaneName, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Job] = deque()
        self._calls: queue.SimpleQueue[bool] = queue.SimpleQueue()
        """True for each job that waits, False for the end."""
        self._newest: dict[str, _Job] = {}
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def put(self, job: _Job) -> None:
        """Queue `job`; an earlier one of the same kind that still waits is dropped."""
        latest = job.operation.latest
        if latest:
            earlier = self._newest.get(latest)
            if earlier is not None:
                earlier.dropped = True
            self._newest[latest] = job
        if job.operation.urgent:
            self._waiting.appendleft(job)
        else:
            self._waiting.append(job)
        self._calls.put(True)

    def stop(self, timeout: float) -> bool:
        """Finish what is queued, then end; False if it takes longer than `timeout` seconds."""
        self._calls.put(False)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while self._calls.get():
            job = self._waiting.popleft()
            if not job.dropped and not job.is_nobodys:
                try:
                    with asked_in(job.sitting):
                        job.result = job.operation.work()
                except BaseException as error:  # noqa: BLE001 - told on the GUI thread
                    job.error = error
            self.answered.emit(job)


TURN_S = 0.000_5
"""Seconds a lane works on while the GUI thread wants its turn.

Qt gives the turn away at most of its calls. With Python's own 5 ms, drawing one screen beside
a lane that makes PDFs took 300 ms.
"""


class Tasks(QObject):
    """The lanes of the program. Make it on the GUI thread.

    `failed` carries a CashierError that its call site did not handle itself;
    `refused` the code of every refusal, handled or not;
    `succeeded` the name of the lane whose operation came back with a result;
    `topics_announced` a frozenset of Topic; `busy_changed` a lane's name and whether it works.
    """

    failed = Signal(object)
    refused = Signal(str)
    succeeded = Signal(str)
    topics_announced = Signal(object)
    busy_changed = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_S)
        self._lanes: dict[LaneName, Lane] = {}
        self._running: dict[LaneName, int] = dict.fromkeys(LaneName, 0)
        self._sitting = Sitting()
        self._is_closed = False

    def run(
        self,
        operation: Operation[T],
        owner: QObject,
        on_success: Callable[[T], None],
        *,
        on_failure: OnFailure | None = None,
        on_bug: Callable[[], None] | None = None,
        on_finished: Callable[[], None] | None = None,
    ) -> None:
        """Run `operation`; the callbacks run on the GUI thread while `owner` lives.

        `on_failure` may return True when it has dealt with the error; otherwise it is
        announced by `failed`. Anything but a CashierError is a bug: logged with an id, then
        `on_bug` lets go of whatever waits for the answer.
        `on_finished` runs last, also after a bug, but not for what was dropped: a newer one of
        the same `latest` came, or the asker has signed out. After `close` nothing is run.
        """
        if self._is_closed:
            return
        job = _Job(
            operation, owner, on_success, on_failure, on_bug, on_finished, self._sitting,  # type: ignore[arg-type]
        )  # fmt: skip
        self._count(operation.lane, +1)
        self._lane(operation.lane).put(job)

    def end_sitting(self) -> None:
        """Sign-out: office work that has not begun is dropped, and what has begun is not told.

        Before anybody else signs in. What runs already can open no further connection
        (`CounterConnection.login`): its asker's act is stored as theirs or not at all.
        """
        self._sitting.end()
        self._sitting = Sitting()

    def close(self, timeout: float = 10.0) -> bool:
        """Wait for what is under way; False if a lane is still working after `timeout`."""
        self._is_closed = True
        ended = [lane.stop(timeout) for lane in self._lanes.values()]
        return all(ended)

    def is_busy(self, lane: LaneName) -> bool:
        """True while `lane` has work."""
        return self._running[lane] > 0

    def _lane(self, name: LaneName) -> Lane:
        if name not in self._lanes:
            lane = Lane(name, self)
            lane.answered.connect(self._on_lane_answered)
            self._lanes[name] = lane
        return self._lanes[name]

    def _count(self, lane: LaneName, step: int) -> None:
        before = self._running[lane]
        self._running[lane] = before + step
        if bool(before) != bool(before + step):
            self.busy_changed.emit(lane.value, bool(before + step))

    @Slot(object)
    def _on_lane_answered(self, job: _Job) -> None:
        self._count(job.operation.lane, -1)
        if job.dropped and job.result is None and job.error is None:
            return
        if job.is_nobodys:
            self._log_untold(job)
            return
        try:
            self._deliver(job)
        finally:
            if job.on_finished is not None and shiboken6.isValid(job.owner):
                job.on_finished()

    def _log_untold(self, job: _Job) -> None:
        name, error = job.operation.name or "operation", job.error
        if error is not None and not isinstance(error, CashierError):
            crash.report(type(error), error, error.__traceback__)
        else:
            end = error.code if error is not None else "done or dropped"
            _log.info("%s: its asker has signed out; %s", name, end)

    def _deliver(self, job: _Job) -> None:
        alive = shiboken6.isValid(job.owner)
        if job.error is None:
            self.succeeded.emit(job.operation.lane.value)
            if alive:
                job.on_success(job.result)
            if job.operation.topics:
                self.topics_announced.emit(job.operation.topics)
        elif isinstance(job.error, CashierError):
            handled = alive and job.on_failure is not None and job.on_failure(job.error)
            if not handled:
                _log.info("%s: %s", job.operation.name or "operation", job.error.code)
                self.failed.emit(job.error)
            if isinstance(job.error, Refused):
                self.refused.emit(job.error.code)
        else:
            crash.report(type(job.error), job.error, job.error.__traceback__)
            if alive and job.on_bug is not None:
                job.on_bug()
