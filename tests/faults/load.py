"""Counters that sell without pause, through whatever happens to the server.

    with Load(world, counters=4) as load:
        load.wait_for(20)
        server.kill(); server.start()
        load.wait_for(20)
    check_kept(load)

`Load` has them in threads of this process; `Crews` (crews.py) spreads many over processes.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Self

from cashier_app.db.engine import READ_SECONDS
from tests.faults.acts import SOAK
from tests.faults.seller import PAID, Seller, Told
from tests.support.correcting import breaches
from tests.support.counter import World

LARGE = "900000000"
WAIT_SECONDS = 600 if SOAK else 60


class Sales(ABC):
    """What a test sees of counters at work, wherever they are."""

    world: World

    @abstractmethod
    def told(self) -> Sequence[Told]:
        """What each counter was told; of other processes when they have ended."""

    @property
    @abstractmethod
    def taken(self) -> int:
        """Payments that the counters know as stored."""

    @abstractmethod
    def last_sales(self) -> Iterable[float]:
        """When each counter's last payment was acknowledged (monotonic)."""

    @abstractmethod
    def surprises(self) -> list[str]:
        """What no program expects."""

    def wait_for(self, more: int, ends: float | None = None) -> bool:
        """Until so many more payments are acknowledged; False when `ends` (monotonic) is first."""
        wanted = self.taken + more
        self.wait_until(
            lambda: self.taken >= wanted or (ends is not None and time.monotonic() > ends),
            f"{wanted} payments",
        )
        return self.taken >= wanted

    def wait_until(self, reached: Callable[[], bool], what: str) -> None:
        """While they sell; fails with `what` when nobody has sold for a while."""
        pause, stands = threading.Event(), time.monotonic() + WAIT_SECONDS
        sold = self.taken
        while not reached():
            if self.taken != sold:
                sold, stands = self.taken, time.monotonic() + WAIT_SECONDS
            assert time.monotonic() < stands, f"never came: {what}"
            assert not self.surprises(), self.surprises()
            pause.wait(0.002)

    def sells_again(self, since: float) -> float:
        """Wait until one counter has sold after `since` (monotonic); the seconds it took."""
        return self._wait_for_sales(since, max)

    def all_sell_again(self, since: float) -> float:
        """The same until every counter has."""
        return self._wait_for_sales(since, min)

    def _wait_for_sales(self, since: float, of: Callable[[Iterable[float]], float]) -> float:
        self.wait_until(lambda: of(self.last_sales()) >= since, "a sale after the fault")
        return time.monotonic() - since

    def refusals(self) -> Counter[str]:
        """Codes of what was refused."""
        return sum((one.refused for one in self.told()), Counter[str]())

    def ends(self) -> Counter[str]:
        """How the doubts ended: "taken" or "void"."""
        return sum((one.settled for one in self.told()), Counter[str]())


class Load(Sales):
    """A thread each; `again_seconds` is how long a program waits before it asks once more."""

    def __init__(
        self,
        world: World,
        counters: int,
        again_seconds: float = 0.02,
        accounts: Sequence[int] = (),
        read_seconds: float = READ_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Each counter has a customer of its own; or `accounts` come, to one counter each.

        `clock` times the longest payment.
        """
        self.world = world
        customers = accounts or [world.account((LARGE,)).account_id for _ in range(counters)]
        self._stop = threading.Event()
        self._last = [0.0] * len(customers)
        self.sellers = [
            Seller(
                world.desk(), (account_id,), again_seconds, read_seconds, self._stop,
                partial(self._last.__setitem__, at), clock=clock,
            )
            for at, account_id in enumerate(customers)
        ]  # fmt: skip
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._stop.clear()
        self._threads = [threading.Thread(target=one.sell, daemon=True) for one in self.sellers]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is in doubt is settled first."""
        self._stop.set()
        for thread in self._threads:
            thread.join(WAIT_SECONDS)
            assert not thread.is_alive()

    def told(self) -> Sequence[Told]:
        return [one.told for one in self.sellers]

    @property
    def taken(self) -> int:
        return sum(len(one.acknowledged) for one in self.told())

    def last_sales(self) -> Iterable[float]:
        return self._last

    def surprises(self) -> list[str]:
        return [error for one in self.told() for error in one.surprises]


def check_kept(sales: Sales) -> None:
    """Every acknowledged payment is there under its number, once; the books are whole."""
    assert sales.surprises() == []
    for one in sales.told():
        rows = sales.world.run(
            "SELECT p.receipt_no, j.request_id FROM payments p"
            " JOIN journal j ON j.entry_id = p.payment_id WHERE j.counter_id = %s",
            one.counter_id,
        )
        stored = {str(number): bytes(request) for number, request in rows}
        assert len(stored) == len(rows)
        # Nothing lost, and nothing that the counter does not know of; a set says it fast.
        assert stored.items() ^ one.acknowledged.items() == set()
        ((last, paid),) = sales.world.run(
            "SELECT (SELECT last_no FROM series WHERE counter_id = %s AND kind = 'payment'),"
            " (SELECT COALESCE(SUM(t.tendered - t.change_given), 0) FROM tenders t"
            "  JOIN journal j ON j.entry_id = t.entry_id WHERE j.counter_id = %s)",
            one.counter_id,
            one.counter_id,
        )
        assert last == len(stored) == paid / int(PAID)
        assert one.unsettled == 0
    logs = [one.log_path for one in sales.told()]
    assert breaches(sales.world, *logs) == []
