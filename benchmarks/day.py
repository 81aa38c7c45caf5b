"""A simulated day: four counters, 2,000 customers, a line of 20 ms, and what goes wrong on a day.

    python -m benchmarks.day

Each counter is the real program without its window: its services over the line, its counter log
on the disk, its printing lane, and a network printer that answers. Customers come one after the
other without a pause, so that all four counters are always busy; what people and paper need is
added afterwards from benchmarks/day_people.py. On the way the line is cut, a printer is slow,
another one runs out of paper, and the server is restarted. Everything follows from the seed but
the computer's own times.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.day_people import PART_SHARE, STEPS, Faults, an_hour, planned, think_seconds
from benchmarks.day_printer import Sink
from benchmarks.day_till import Customer, Served, Till
from benchmarks.figures import Row, Times, milliseconds
from benchmarks.line import Line
from benchmarks.payment import BRANCH_SECONDS
from benchmarks.setting import DATABASE, free_port
from cashier_app.db.engine import Login
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer
from cashier_app.sample.calendar import local_today
from cashier_app.sample_filling import fill_with_sample
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.support.counter import World

LIMIT_SECONDS = 0.150
_WITH_BILLS = (
    "SELECT a.account_id, MAX(b.bill_no) FROM accounts a JOIN bills b"
    " ON b.account_id = a.account_id AND b.status IN ('issued', 'part_paid')"
    " GROUP BY a.account_id ORDER BY a.account_id"
)
_STORED = (
    "SELECT p.receipt_no, (SELECT COALESCE(SUM(t.tendered - t.change_given), 0) FROM tenders t"
    " WHERE t.entry_id = p.payment_id) FROM payments p"
    " JOIN journal j ON j.entry_id = p.payment_id WHERE j.counter_id = %s"
)


@dataclass(frozen=True, slots=True)
class Size:
    counters: int = 4
    customers: int = 2_000
    sample: int = 4_000
    seed: int = 1
    round_trip: float = BRANCH_SECONDS
    cut_seconds: float = 2.0
    """How long the line is cut."""


FULL = Size()


class Conductor:
    """Strikes when so many customers of the hall have been served."""

    def __init__(
        self, faults: Faults, tills: Sequence[Till], line: Line, server: PrivateServer, size: Size
    ) -> None:
        self._line, self._server, self._seconds = line, server, size.cut_seconds
        slow, empty = tills[1 % len(tills)].sink, tills[2 % len(tills)].sink
        self._due: dict[int, Callable[[], None]] = {
            faults.line_cut: self._cut,
            faults.slow_printer[0]: lambda: slow.be_slow(True),
            faults.slow_printer[1]: lambda: slow.be_slow(False),
            faults.no_paper[0]: lambda: empty.take_paper(True),
            faults.no_paper[1]: lambda: empty.take_paper(False),
            faults.server_restarted: self._restart,
        }
        self._lock = threading.Lock()
        self._served = 0

    @property
    def left(self) -> int:
        """What has not struck yet."""
        return len(self._due)

    def served(self) -> None:
        """One more customer; the one who served them meets the fault first."""
        with self._lock:
            self._served += 1
            strike = self._due.pop(self._served, None)
        if strike is not None:
            strike()

    def _cut(self) -> None:
        self._line.cut()
        threading.Timer(self._seconds, self._line.mend).start()

    def _restart(self) -> None:
        self._server.kill()
        self._server.start()


@dataclass(frozen=True, slots=True)
class Day:
    """How it went; `faults` is what must not have happened."""

    served: tuple[Served, ...]
    cut: int
    faults: tuple[str, ...]

    @property
    def waits(self) -> Times:
        return Times(tuple(wait for one in self.served for wait in one.waits))

    @property
    def an_hour(self) -> float:
        """Customers of the hall."""
        waited, thought = sum(self.waits.seconds), sum(one.thought for one in self.served)
        return an_hour(len(self.served), len(self.waits.seconds), waited, thought)

    @property
    def again(self) -> Counter[str]:
        return sum((one.again for one in self.served), Counter[str]())


def simulated(size: Size = FULL) -> Day:
    """The whole day on a server of its own; everything goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as folder:
        server = PrivateServer(Path(folder) / "server", tcp_port=free_port())
        try:
            server.start()
            upgrade(server.admin_login(), DATABASE)
            return lived(server, server.admin_login(DATABASE), Path(folder), size)
        finally:
            server.stop(force=True)


def lived(server: PrivateServer, root: Login, folder: Path, size: Size) -> Day:
    """On a server that may be killed, in an empty database that has the schema."""
    fill_with_sample(root, size.sample, 12, size.seed, local_today(), quiet=True)
    with closing(World(root, root.address.database, folder)) as world:
        return _worked(server, world, size)


def _worked(server: PrivateServer, world: World, size: Size) -> Day:
    rng = random.Random(size.seed)
    customers = _customers(world, size.customers, rng)
    assert server.tcp_port is not None
    with _tills(world, size, server.tcp_port) as (tills, line):
        conductor = Conductor(planned(len(customers), rng), tills, line, server, size)
        # Everybody stands in one line; who is free takes the next.
        waiting = iter(customers)
        taking = threading.Lock()

        def work(till: Till) -> None:
            while True:
                with taking:
                    customer = next(waiting, None)
                if customer is None:
                    return
                till.serve(customer)
                conductor.served()

        with ThreadPoolExecutor(len(tills), "counter") as pool:
            for done in [pool.submit(work, till) for till in tills]:
                done.result()
        for till in tills:
            till.close()
        served = tuple(till.served for till in tills)
        cut = sum(till.sink.cut for till in tills)
        # The connections of `world` did not outlive the server's restart.
        with closing(World(world.admin, world.database, world.folder)) as after:
            return Day(served, cut, tuple(_wrongs(after, tills, conductor)))


def _customers(world: World, count: int, rng: random.Random) -> list[Customer]:
    bills = [row[1] for row in world.run(_WITH_BILLS)]
    if len(bills) < count:
        raise ValueError(f"only {len(bills)} customers of the sample owe something")
    return [
        Customer(bill_no, rng.random() < PART_SHARE, think_seconds(rng))
        for bill_no in rng.sample(bills, count)
    ]


@contextmanager
def _tills(world: World, size: Size, port: int) -> Iterator[tuple[list[Till], Line]]:
    sinks = [Sink() for _ in range(size.counters)]
    with ExitStack() as open_ones:
        line = open_ones.enter_context(Line(port, size.round_trip))
        for sink in sinks:
            open_ones.enter_context(sink)
        yield [Till(world.desk(), line, sink) for sink in sinks], line


def _wrongs(world: World, tills: Sequence[Till], conductor: Conductor) -> Iterator[str]:
    """Every receipt is stored once with its amount and came out once; the books hold."""
    if conductor.left:
        yield f"{conductor.left} faults never struck"
    for till in tills:
        stored = {row[0]: row[1] for row in world.run(_STORED, till.desk.counter_id)}
        if stored != till.served.paid:
            differing = sorted(set(stored.items()) ^ set(till.served.paid.items()))[:4]
            yield f"counter {till.desk.code}: stored and served differ: {differing}"
        if till.sink.cut != len(stored):
            yield f"counter {till.desk.code}: {till.sink.cut} papers of {len(stored)}"
    with reader_for(world.admin) as reader:
        for breach in verify(reader, [till.desk.setup.log_path for till in tills]).breaches:
            yield str(breach)


def day_times(size: Size = FULL) -> Iterator[Row]:
    """What a customer waits for the program, and how many a hall serves."""
    day = simulated(size)
    waits = day.waits
    for fault in day.faults:
        print(fault, file=sys.stderr)
    again = ", ".join(f"{count} {what}" for what, count in sorted(day.again.items()))
    yield Row(
        f"serving a customer, {size.counters} counters over {size.round_trip * 1000:g} ms",
        milliseconds(waits.median),
        milliseconds(waits.p95),
        limit=f"p95 ≤ {LIMIT_SECONDS * 1000:.0f} ms",
        note=f"scan to the receipt's last byte, {len(waits.seconds):,} customers; a cut line, a"
        " slow printer, one without paper, a server killed; p99"
        f" {milliseconds(waits.p99)}, the longest {max(waits.seconds):.1f} s; {again};"
        f" {len(day.faults)} wrongs" + (f": {day.faults[0][:80]}" if day.faults else ""),
        holds=waits.p95 <= LIMIT_SECONDS and not day.faults,
    )
    yield Row(
        "customers an hour",
        f"{day.an_hour:.0f}",
        note=f"{size.counters} counters; people and paper take {sum(STEPS.values()):.1f} s of each:"
        f" {', '.join(f'{what} {mean:g} s' for what, mean in STEPS.items())}",
    )


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=FULL.customers)
    parser.add_argument("--sample", type=int, default=FULL.sample)
    parser.add_argument("--seed", type=int, default=FULL.seed)
    options = parser.parse_args()
    size = Size(customers=options.customers, sample=options.sample, seed=options.seed)
    for row in day_times(size):
        print(row.what, row.median, row.p95, row.note, sep="  ", flush=True)


if __name__ == "__main__":
    main()
