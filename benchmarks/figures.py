"""Times of interleaved runs, and the rows of the table that is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Times:
    """Durations of one thing, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)]

    @property
    def p99(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.99)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report. `ratio` is against the peer named in `note`."""

    what: str
    median: str
    p95: str = ""
    ratio: str = ""
    limit: str = ""
    note: str = ""
    holds: bool = True


def interleaved(
    things: Sequence[Callable[[], object]],
    rounds: int,
    warm_up: int = 0,
    prepare: Callable[[], None] = lambda: None,
) -> list[Times]:
    """Time each thing once a round, turn about, so that a busy machine slows all alike.

    `prepare` runs before each round and is not measured.
    """
    taken: list[list[float]] = [[] for _ in things]
    for number in range(rounds + warm_up):
        prepare()
        order = range(len(things)) if number % 2 == 0 else reversed(range(len(things)))
        for at in order:
            began = time.perf_counter()
            things[at]()
            spent = time.perf_counter() - began
            if number >= warm_up:
                taken[at].append(spent)
    return [Times(tuple(found)) for found in taken]


def milliseconds(seconds: float) -> str:
    """Three digits are enough."""
    return f"{seconds * 1000:.2f} ms"


def timed(what: str, times: Times, note: str = "") -> Row:
    """A row without a peer."""
    return Row(what, milliseconds(times.median), milliseconds(times.p95), note=note)


def compared(what: str, times: Times, peer: Times, limit: float, note: str) -> Row:
    """A row whose ratio to its peer must not exceed `limit`."""
    ratio = times.median / peer.median
    return Row(
        what,
        milliseconds(times.median),
        milliseconds(times.p95),
        f"{ratio:.2f} ×",
        f"≤ {limit:.1f} ×",
        note,
        ratio <= limit,
    )


def within(what: str, times: Times, limit: float | None, note: str = "") -> Row:
    """A row whose median must not exceed `limit` seconds, where there is one."""
    row = timed(what, times, note)
    if limit is None:
        return row
    return replace(row, limit=f"≤ {limit * 1000:g} ms", holds=times.median <= limit)
