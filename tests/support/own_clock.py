"""A clock that stands while the computer lets nobody of this process go on.

A bound of two seconds is about what the program waits for and does. On a computer that others use,
each step also waits for a processor: a thread that only sleeps tells how long, by how late it is.
Where it is late because this process itself computed meanwhile, that time counts.
"""

from __future__ import annotations

import threading
import time
from typing import Self

NAP_SECONDS = 0.01


class OwnClock:
    """Runs from `with` to its end; `now` is read from any thread."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._changing = threading.Lock()
        self._wakes_at = self._computed = self._taken_away = 0.0
        self._thread = threading.Thread(target=self._nap, daemon=True)

    def __enter__(self) -> Self:
        self._lie_down(time.monotonic())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def now(self) -> float:
        """Seconds, of which only differences say anything."""
        with self._changing:
            moment = time.monotonic()
            return moment - self._taken_away - self._late(moment)

    def _late(self, moment: float) -> float:
        """Seconds of this nap in which nobody here was let run."""
        return max(moment - self._wakes_at - (time.process_time() - self._computed), 0)

    def _lie_down(self, moment: float) -> None:
        self._wakes_at, self._computed = moment + NAP_SECONDS, time.process_time()

    def _nap(self) -> None:
        while not self._over.wait(max(self._wakes_at - time.monotonic(), 0)):
            with self._changing:
                moment = time.monotonic()
                self._taken_away += self._late(moment)
                self._lie_down(moment)
