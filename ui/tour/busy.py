"""How long the window does not listen: the gaps between the beats of a quick timer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 2
LIMIT_MS = 50
"""A person feels nothing of a shorter gap; every longer one is told."""
_NS_PER_MS = 1_000_000


class Gap(NamedTuple):
    """One stretch without listening, in milliseconds, and what began it."""

    by_clock: float
    """The wait for the beat included."""
    of_work: float
    """What the thread itself worked; the rest it waited: for a disk, or for its turn."""
    after: str


class BusyWatch(QObject):
    """Watches the GUI thread while keys are played on its window and the loop runs between them.

    What the player does itself, for example pictures, does not count.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last_key = "the start"
        self.longest = self.hardest = Gap(0, 0, self._last_key)
        self.felt: list[Gap] = []
        self._since: tuple[int, int] | None = None
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._on_beat_timeout)

    @contextmanager
    def key(self, name: str) -> Iterator[None]:
        """A key is played; its gap ends with the first beat of the pause that follows."""
        self._last_key = name
        self._since = _now()
        yield

    @contextmanager
    def pause(self) -> Iterator[None]:
        """The event loop runs."""
        self._since = self._since or _now()
        self._beat.start()
        yield
        self._beat.stop()
        self._on_beat_timeout()
        self._since = None

    def _on_beat_timeout(self) -> None:
        if self._since is None:
            return
        now, (clock, work) = _now(), self._since
        self._since = now
        gap = Gap((now[0] - clock) / _NS_PER_MS, (now[1] - work) / _NS_PER_MS, self._last_key)
        self.longest = max(self.longest, gap)
        self.hardest = max(self.hardest, gap, key=lambda one: one.of_work)
        if gap.by_clock > LIMIT_MS:
            self.felt.append(gap)


def _now() -> tuple[int, int]:
    return time.perf_counter_ns(), time.thread_time_ns()
