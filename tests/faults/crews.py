"""Fifty counters in a few processes: one process of Python runs one thread at a time.

    with Crews(world, counters=50, processes=3) as crews:
        crews.wait_for(1000)
    check_kept(crews)

Each process has its share of the counters as threads. While they sell, what has been sold stands
in memory that all of them see; what each was told comes back when the crews have stopped.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Self

from cashier_app.db.engine import READ_SECONDS
from tests.faults.load import LARGE, WAIT_SECONDS, Sales
from tests.faults.seller import Seller, Stop, Told
from tests.support.counter import Desk, World

_SPAWN = multiprocessing.get_context("spawn")
_START_SECONDS = 120
"""Fifty counters sign in and open their shifts."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """A counter and its customers, and its place in the shared memory."""

    at: int
    desk: Desk
    account_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """Seen by all processes; each counter writes its own place only."""

    taken: Any
    last: Any
    trouble: Any
    stop: Stop


class Crews(Sales):
    """`counters` that sell in `processes`; each has `customers` of its own, who come in turn."""

    def __init__(
        self,
        world: World,
        counters: int,
        processes: int,
        again_seconds: float = 0.02,
        read_seconds: float = READ_SECONDS,
        customers: int = 1,
    ) -> None:
        self.world = world
        self._seats = [
            _Seat(
                at, world.desk(),
                tuple(world.account((LARGE,)).account_id for _ in range(customers)),
            )
            for at in range(counters)
        ]  # fmt: skip
        self._processes = processes
        self._seconds = (again_seconds, read_seconds)
        self._shared = _Shared(
            _SPAWN.RawArray("Q", counters), _SPAWN.RawArray("d", counters),
            _SPAWN.RawValue("b", 0), _SPAWN.Event(),
        )  # fmt: skip
        self._told: list[Told] = []
        self._crews: list[tuple[Any, Connection]] = []

    def __enter__(self) -> Self:
        for number in range(self._processes):
            here, there = _SPAWN.Pipe()
            crew = _SPAWN.Process(
                target=_work,
                args=(self._seats[number :: self._processes], *self._seconds, self._shared, there),
                daemon=True,
            )
            crew.start()
            there.close()
            self._crews.append((crew, here))
        for _, here in self._crews:
            assert here.poll(_START_SECONDS), "a crew never came to work"
            assert here.recv() == "ready"
        return self

    def __exit__(self, *_: object) -> None:
        """What is in doubt is settled first."""
        self._shared.stop.set()  # type: ignore[attr-defined]
        for crew, here in self._crews:
            assert here.poll(WAIT_SECONDS), "a crew never went home"
            self._told += here.recv()
            crew.join(WAIT_SECONDS)
            here.close()

    def told(self) -> Sequence[Told]:
        return self._told

    @property
    def taken(self) -> int:
        return sum(self._shared.taken)

    def last_sales(self) -> Iterable[float]:
        return list(self._shared.last)

    def surprises(self) -> list[str]:
        if self._told:
            return [error for one in self._told for error in one.surprises]
        return ["told when it has stopped"] if self._shared.trouble.value else []


def _work(
    seats: Sequence[_Seat], again: float, read_seconds: float, shared: _Shared, there: Connection
) -> None:
    """A crew's day, in a process of its own."""
    sellers = [_seller(seat, again, read_seconds, shared) for seat in seats]
    threads = [threading.Thread(target=_sell, args=(one, shared)) for one in sellers]
    there.send("ready")
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in sellers:
        one.selling.program.close()
    there.send([one.told for one in sellers])
    there.close()


def _seller(seat: _Seat, again: float, read_seconds: float, shared: _Shared) -> Seller:
    def sold(now: float) -> None:
        shared.taken[seat.at] += 1
        shared.last[seat.at] = now

    return Seller(
        seat.desk, seat.account_ids, again, read_seconds, shared.stop, sold, looks_each_time=False
    )


def _sell(seller: Seller, shared: _Shared) -> None:
    seller.sell()
    if seller.told.surprises:
        shared.trouble.value = 1
