"""Counters that sell without pause, through whatever happens to the server.

    with Load(world, counters=4) as load:
        load.wait_for(20)
        server.kill(); server.start()
        load.wait_for(20)
    check_kept(load)

Each counter has a program of its own and does what its screens do: it takes a part of an account's
large bill, ends each doubt before it takes the next payment, and tries again when there is no
server. Anything that the program does not expect is kept in `surprises`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

from cashier_app.bootstrap import load_program
from cashier_app.db.engine import READ_SECONDS
from cashier_app.domain.errors import Busy, CashierError, OutcomeUnknown, Refused, Unavailable
from tests.faults.acts import SOAK
from tests.support.correcting import breaches
from tests.support.counter import Desk, World
from tests.support.selling import Selling

LARGE = "900000000"
_WAIT_SECONDS = 600 if SOAK else 60


@dataclass
class Seller:
    """One counter's thread and what it was told."""

    selling: Selling
    account_id: int
    acknowledged: dict[str, UUID] = field(default_factory=dict)
    settled: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    surprises: list[BaseException] = field(default_factory=list)
    last_at: float = 0.0
    """When the last payment was acknowledged (monotonic)."""
    longest: float = 0.0
    """Seconds that the longest payment took that had an answer at once."""


class Load:
    """All of them; `again_seconds` is how long a program waits before it asks once more."""

    def __init__(
        self,
        world: World,
        counters: int,
        again_seconds: float = 0.02,
        accounts: Sequence[int] = (),
        read_seconds: float = READ_SECONDS,
    ) -> None:
        """Each counter has a customer of its own; or `accounts` come, to one counter each."""
        self.world = world
        customers = accounts or [world.account((LARGE,)).account_id for _ in range(counters)]
        self.sellers = [
            Seller(_selling(world.desk(), read_seconds), account_id) for account_id in customers
        ]
        self._again = again_seconds
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._stop.clear()
        self._threads = [
            threading.Thread(target=self._sell, args=(one,), daemon=True) for one in self.sellers
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """What is in doubt is settled first."""
        self._stop.set()
        for thread in self._threads:
            thread.join(_WAIT_SECONDS)
            assert not thread.is_alive()

    @property
    def taken(self) -> int:
        """Payments that the counters know as stored."""
        return sum(len(one.acknowledged) for one in self.sellers)

    def wait_for(self, more: int) -> None:
        """Until so many more payments are acknowledged."""
        wanted = self.taken + more
        self.wait_until(lambda: self.taken >= wanted, f"{wanted} payments")

    def wait_until(self, reached: Callable[[], bool], what: str) -> None:
        """While they sell; fails with `what` after a minute."""
        pause, ends = threading.Event(), time.monotonic() + _WAIT_SECONDS
        while not reached():
            assert time.monotonic() < ends, f"never came: {what}"
            assert not self.surprises(), self.surprises()
            pause.wait(0.002)

    def sells_again(self, since: float) -> float:
        """Wait until one counter has sold after `since` (monotonic); the seconds it took."""
        return self._wait_for_sales(since, max)

    def all_sell_again(self, since: float) -> float:
        """The same until every counter has."""
        return self._wait_for_sales(since, min)

    def _wait_for_sales(self, since: float, of: Callable[[Iterable[float]], float]) -> float:
        self.wait_until(
            lambda: of(one.last_at for one in self.sellers) >= since, "a sale after the fault"
        )
        return time.monotonic() - since

    def surprises(self) -> list[BaseException]:
        """What no program expects."""
        return [error for one in self.sellers for error in one.surprises]

    def refusals(self) -> Counter[str]:
        """Codes of what was refused."""
        return sum((one.refused for one in self.sellers), Counter[str]())

    def ends(self) -> Counter[str]:
        """How the doubts ended: "taken" or "void"."""
        return sum((one.settled for one in self.sellers), Counter[str]())

    def _sell(self, one: Seller) -> None:
        try:
            while not self._stop.is_set():
                self._pay(one)
        except BaseException as error:  # noqa: BLE001 - told by `surprises`
            one.surprises.append(error)

    def _pay(self, one: Seller) -> None:
        selling = one.selling
        try:
            opened = selling.program.lookup.open_account(one.account_id)
            order = selling.order_for(opened, opened.bills, "1", part=True)
            began = time.monotonic()
            number = selling.send(order).number
            one.last_at = time.monotonic()
            one.longest = max(one.longest, one.last_at - began)
            one.acknowledged[number] = order.request_id
        except OutcomeUnknown as error:
            self._settle(one, error.request_id)
        except Refused as error:
            one.refused[error.code] += 1
            self._stop.wait(self._again)
        except (Unavailable, Busy):
            self._stop.wait(self._again)

    def _settle(self, one: Seller, request_id: UUID) -> None:
        """Only an answer ends it."""
        pause = threading.Event()
        while True:
            try:
                settled = one.selling.program.payments.settle(request_id)
            except CashierError:
                pause.wait(self._again)
                continue
            one.settled["taken" if settled.number else "void"] += 1
            if settled.number:
                one.acknowledged[settled.number] = request_id
                one.last_at = time.monotonic()
            return


def _selling(desk: Desk, read_seconds: float) -> Selling:
    program = load_program(replace(desk.setup, read_seconds=read_seconds))
    desk.programs.append(program)
    return Selling(desk, program)


def check_kept(load: Load) -> None:
    """Every acknowledged payment is there under its number, once; the books are whole."""
    assert load.surprises() == []
    for one in load.sellers:
        desk = one.selling.desk
        stored = {
            number: UUID(bytes=request)
            for number, request in load.world.run(
                "SELECT p.receipt_no, j.request_id FROM payments p"
                " JOIN journal j ON j.entry_id = p.payment_id WHERE j.counter_id = %s",
                desk.counter_id,
            )
        }
        # Nothing lost, and nothing that the counter does not know of.
        assert stored == one.acknowledged
        ((last, paid),) = load.world.run(
            "SELECT (SELECT last_no FROM series WHERE counter_id = %s AND kind = 'payment'),"
            " (SELECT COALESCE(SUM(t.tendered - t.change_given), 0) FROM tenders t"
            "  JOIN journal j ON j.entry_id = t.entry_id WHERE j.counter_id = %s)",
            desk.counter_id,
            desk.counter_id,
        )
        assert last == len(stored) == paid
        assert one.selling.program.payments.unsettled() == ()
    logs = [one.selling.desk.setup.log_path for one in load.sellers]
    assert breaches(load.world, *logs) == []
