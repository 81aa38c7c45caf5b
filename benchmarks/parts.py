"""The parts of the measurements, in the order of the page, with the sizes that they run at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import counters_at_once, crowd, day
from benchmarks.bill_run import bill_run_times
from benchmarks.closing import closing_times
from benchmarks.figures import Row
from benchmarks.find import find_times
from benchmarks.full_size import full_size
from benchmarks.memory import memory_rows
from benchmarks.papers import paper_times
from benchmarks.payment import far_payment_times, payment_times, round_trips
from benchmarks.setting import selling
from benchmarks.start import start_times


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything; `folder` keeps the large sample for the next time."""

    customers: int = 1_000_000
    connections: int = 1_000_000
    at_once: counters_at_once.Size = counters_at_once.FULL
    crowd: crowd.Size = crowd.FULL
    day: day.Size = day.FULL
    folder: Path | None = None


QUICK = Sizes(
    customers=21_000,
    connections=20_000,
    at_once=counters_at_once.SMALL,
    crowd=crowd.Size(idle=100, paying=16, seconds=3.0),
    day=day.Size(customers=400, sample=1_000),
)
"""A few minutes; says little about a utility's real size."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one headline; `words` say what they are compared with."""

    title: str
    words: str
    run: Callable[[Sizes], Iterator[Row]]


def _payments(_sizes: Sizes) -> Iterator[Row]:
    with selling() as setting:
        yield from payment_times(setting)
        yield from far_payment_times(setting)
        yield from paper_times(setting)
        yield from closing_times(setting)
        yield from round_trips(setting)


def _at_once(sizes: Sizes) -> Iterator[Row]:
    with selling() as setting:
        yield from counters_at_once.counters_at_once(setting, sizes.at_once)


def _start(_sizes: Sizes) -> Iterator[Row]:
    yield from start_times()
    with selling() as setting:
        yield from memory_rows(setting)


PARTS = {
    "payment": Part(
        "One payment",
        "Each round does all peers, turn about, so that a busy machine slows all alike. The peer of"
        " a payment writes the same rows and reads the same receipt with PyMySQL, statement by"
        " statement (benchmarks/by_hand.py), or with Django's ORM (benchmarks/django_peer.py). It"
        " asks for no right, has no request to repeat and checks no session: what the program does"
        " on top is in its time.",
        _payments,
    ),
    "at-once": Part(
        "Many counters at once",
        "Clients and server share the cores, and each connection has taken a payment before: its"
        " first CALL compiles the procedures, once a day. Of 16 on one bill over a line the peer"
        " hardly ever wins, because it holds the bill's lock over its round trips.",
        _at_once,
    ),
    "crowd": Part(
        "Idle counters",
        "Signed in, a customer on the screen, the claim on the bills renewed every 40 seconds; over"
        " a socket, without TLS. Measured without them, with them twice, without them.",
        lambda sizes: crowd.crowd_times(sizes.crowd),
    ),
    "day": Part(
        "A simulated day",
        "The program without its window: services, counter log, printing lane, a network printer"
        " that answers. Customers come without a pause; people's and the paper's time is added"
        " afterwards (benchmarks/day_people.py: log-normal steps). Seeded. Afterwards every receipt"
        " is stored once, came out once, and `verify` is silent.",
        lambda sizes: day.day_times(sizes.day),
    ),
    "find": Part(
        "The search box of a small utility", "From what is typed to the rows on screen.",
        lambda _sizes: find_times(),
    ),
    "bill-run": Part(
        "A bill run", "Months of the same connections, by each way in turn; the rows are equal.",
        lambda sizes: bill_run_times(sizes.connections),
    ),
    "start": Part("The window", "A process for each try.", _start),
    "full": Part(
        "A utility's real size",
        "The sample is made from nothing, checked, searched and reported on; each question and its"
        " peer turn about. The server has half of the memory for its data.",
        lambda sizes: full_size(sizes.customers, sizes.folder),
    ),
}  # fmt: skip
