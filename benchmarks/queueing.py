"""A small simulation of counters at one server: round trips, cores, fsyncs, locks.

Events in the order of time. A core serves one CALL after the other; a COMMIT waits for the log's
disk, where all that wait when it is free share one fsync; a bill's lock is held from the start of
its payment's work until that commit has ended. Times are seconds.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.day_people import think_seconds
from benchmarks.figures import Times


@dataclass(frozen=True, slots=True)
class Costs:
    """What one customer costs the server: seconds of a core for each CALL."""

    scan: float
    pay: float
    record: float
    """Each of two: what became of the paper, and of the drawer."""
    counter_log: float
    """Seconds of the counter's own disk around the payment."""
    paper: float
    """From the answer to the receipt's last byte."""

    @property
    def cores(self) -> float:
        """Seconds of a core for one customer."""
        return self.scan + self.pay + 2 * self.record


@dataclass(frozen=True, slots=True)
class Hall:
    """How many counters, over which line, on which server."""

    counters: int
    cores: int
    round_trip: float
    fsync: float
    same_bill: float = 0.001
    """Share of customers whose bill is being paid at another counter at that moment."""


@dataclass(slots=True)
class Outcome:
    """`waits` are a customer's, from the scan to the last byte, without people."""

    waits: list[float] = field(default_factory=list)
    ended: float = 0.0
    core_seconds: float = 0.0
    fsyncs: int = 0
    commits: int = 0
    lock_waits: int = 0

    @property
    def times(self) -> Times:
        return Times(tuple(self.waits))

    @property
    def an_hour(self) -> float:
        """Customers of all counters."""
        return 3600 * len(self.waits) / self.ended

    def cores_busy(self, cores: int) -> float:
        """From 0 to 1."""
        return self.core_seconds / (self.ended * cores)


Then = Callable[[], None]


class Clock:
    """Runs what is due, in order; what is due at the same time in the order it was asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Then]] = []
        self._count = 0

    def after(self, seconds: float, then: Then) -> None:
        self._count += 1
        heapq.heappush(self._due, (self.now + seconds, self._count, then))

    def run(self) -> None:
        """Until nothing is due any more."""
        while self._due:
            self.now, _, then = heapq.heappop(self._due)
            then()


class Cores:
    """Each works on one thing at a time; what comes meanwhile waits its turn."""

    def __init__(self, clock: Clock, count: int, outcome: Outcome) -> None:
        self._clock, self._free, self._outcome = clock, count, outcome
        self._waiting: deque[tuple[float, Then]] = deque()

    def work(self, seconds: float, then: Then) -> None:
        self._waiting.append((seconds, then))
        self._begin()

    def _begin(self) -> None:
        while self._free and self._waiting:
            seconds, then = self._waiting.popleft()
            self._free -= 1
            self._outcome.core_seconds += seconds
            self._clock.after(seconds, lambda then=then: self._end(then))  # type: ignore[misc]

    def _end(self, then: Then) -> None:
        self._free += 1
        self._begin()
        then()


class LogDisk:
    """One fsync at a time, for all that wait when it begins."""

    def __init__(self, clock: Clock, seconds: float, outcome: Outcome) -> None:
        self._clock, self._seconds, self._outcome = clock, seconds, outcome
        self._waiting: list[Then] = []
        self._is_busy = False

    def commit(self, then: Then) -> None:
        self._outcome.commits += 1
        self._waiting.append(then)
        if not self._is_busy:
            self._begin()

    def _begin(self) -> None:
        together, self._waiting = self._waiting, []
        self._is_busy = True
        self._outcome.fsyncs += 1
        self._clock.after(self._seconds, lambda: self._end(together))

    def _end(self, together: list[Then]) -> None:
        self._is_busy = False
        if self._waiting:
            self._begin()
        for then in together:
            then()


class Locks:
    """By bill; who comes second waits for the first."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._held: dict[int, deque[Then]] = {}

    def take(self, bill: int, then: Then) -> None:
        if bill in self._held:
            self._outcome.lock_waits += 1
            self._held[bill].append(then)
        else:
            self._held[bill] = deque()
            then()

    def give(self, bill: int) -> None:
        if self._held[bill]:
            self._held[bill].popleft()()
        else:
            del self._held[bill]


class Simulation:
    """Customers at every counter, one after the other."""

    def __init__(
        self,
        hall: Hall,
        costs: Costs,
        customers_each: int,
        seed: int = 1,
        think: Callable[[random.Random], float] = think_seconds,
    ) -> None:
        self._hall, self._costs, self._each, self._think = hall, costs, customers_each, think
        self._rng = random.Random(seed)
        self.outcome = Outcome()
        self._clock = Clock()
        self._cores = Cores(self._clock, hall.cores, self.outcome)
        self._disk = LogDisk(self._clock, hall.fsync, self.outcome)
        self._locks = Locks(self.outcome)
        self._bills = self._numbers()
        self._being_paid = 0

    def run(self) -> Outcome:
        """The whole hall until its last customer has gone."""
        for _ in range(self._hall.counters):
            # Nobody begins at the same moment.
            start = self._rng.random() * self._think(self._rng)
            self._clock.after(start, lambda: self._serve(self._each))
        self._clock.run()
        self.outcome.ended = self._clock.now
        return self.outcome

    def _numbers(self) -> Iterator[int]:
        number = 0
        while True:
            number += 1
            yield number

    def _serve(self, left: int) -> None:
        if left:
            self._clock.after(self._think(self._rng), lambda: self._scan(left))

    def _scan(self, left: int) -> None:
        began, half = self._clock.now, self._hall.round_trip / 2
        costs, clock = self._costs, self._clock

        def pay() -> None:
            is_same = self._being_paid and self._rng.random() < self._hall.same_bill
            bill = self._being_paid if is_same else next(self._bills)
            clock.after(half, lambda: self._locks.take(bill, lambda: work(bill)))

        def work(bill: int) -> None:
            self._being_paid = bill
            self._cores.work(costs.pay, lambda: self._disk.commit(lambda: stored(bill)))

        def stored(bill: int) -> None:
            if self._being_paid == bill:
                self._being_paid = 0
            self._locks.give(bill)
            clock.after(half + costs.counter_log / 2 + costs.paper, printed)

        def printed() -> None:
            self.outcome.waits.append(clock.now - began)
            self._call(
                costs.record, lambda: self._call(costs.record, lambda: self._serve(left - 1))
            )

        self._call(costs.scan, lambda: clock.after(costs.counter_log / 2, pay))

    def _call(self, core: float, then: Then) -> None:
        """One CALL that commits: there, work, fsync, back."""
        half = self._hall.round_trip / 2

        def back() -> None:
            self._clock.after(half, then)

        self._clock.after(half, lambda: self._cores.work(core, lambda: self._disk.commit(back)))
