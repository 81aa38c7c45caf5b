"""Papers wait in order while the printer cannot print; the screen never does.

Pure policy, for one thread: the printer lane. Only a paper that is known not to have
come out is tried again by itself; one whose fate is not known is a person's decision
(a copy), or a customer could leave with two originals.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper: what it is called, which print event it belongs to, how to print it."""

    name: str
    entry_id: int | None
    copy_no: int
    run: Callable[[], PrintResult]


@dataclass(frozen=True, slots=True)
class JobDone:
    """The end of one try of one job; it waits if the printer was not ready."""

    job: PrintJob
    result: PrintResult


@dataclass(frozen=True, slots=True)
class QueueState:
    """What the screen shows of the printer."""

    waiting: tuple[PrintJob, ...]
    status: PrinterStatus


class PrintQueue:
    """Waiting papers, oldest first."""

    def __init__(self) -> None:
        """Empty, the printer believed ready."""
        self._waiting: deque[PrintJob] = deque()
        self._status = PrinterStatus(PrinterFault.NONE)

    @property
    def state(self) -> QueueState:
        """A snapshot that may cross threads."""
        return QueueState(tuple(self._waiting), self._status)

    def add(self, job: PrintJob) -> tuple[JobDone, ...]:
        """Queue a paper and print what can be printed."""
        self._waiting.append(job)
        return self.retry()

    def retry(self) -> tuple[JobDone, ...]:
        """Print what waits, in order, until the printer cannot.

        A paper that fails on a ready printer is given up: it must not hold the others.
        """
        done: list[JobDone] = []
        while self._waiting:
            result = self._waiting[0].run()
            done.append(JobDone(self._waiting[0], result))
            self._status = result.status
            if result.state is PrintState.NOT_PRINTED and not result.status.ready:
                break
            self._waiting.popleft()
        return tuple(done)

    def heard(self, status: PrinterStatus) -> tuple[JobDone, ...]:
        """Note a status asked for in between; a printer that is ready again gets what waits."""
        self._status = status
        return self.retry() if status.ready else ()

    def drop_waiting(self) -> tuple[PrintJob, ...]:
        """Give up what waits (the counter closes); the stored receipts stay unprinted."""
        dropped = tuple(self._waiting)
        self._waiting.clear()
        return dropped
