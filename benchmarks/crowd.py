"""A thousand idle counters beside 64 that take money: `python -m benchmarks.crowd`.

An idle counter is what the program is then: signed in, a customer's bills on its screen, and
every 40 seconds the one CALL that keeps the claim on them. The thousand live in a process of
their own, so that only the server has both.
"""

from __future__ import annotations

import argparse
import heapq
import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from benchmarks.counters_at_once import (
    LARGE,
    Station,
    at_once,
    by_program,
    forget,
    opened_desks,
    stations_of,
    warm_up,
    wrongs,
)
from benchmarks.figures import Row, Times, milliseconds
from benchmarks.processes import kilobytes, resident
from benchmarks.setting import Setting, selling
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.private_server import ServerOptions
from cashier_app.db.repositories.lookup import LookupRepository
from cashier_app.db.repositories.session import SessionRepository
from cashier_app.domain.utility import Rules
from tests.support.counter import SeedAccount

LIMIT = 1.5
RENEWED_AFTER = Rules().claim_seconds * 2 / 3
"""Seconds, as ui/flow/claim_keeper.py has it."""
_BESIDES = 200
"""Connections that the measurement itself needs."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One idle counter: what its process must know."""

    socket: str
    database: str
    token: str
    user_name: str
    password: str
    account_id: int


@dataclass(frozen=True, slots=True)
class Size:
    idle: int = 1_000
    paying: int = 64
    seconds: float = 8.0


FULL = Size()


@dataclass(frozen=True, slots=True)
class Crowd:
    """Idle counters that are there; `client` is their process's memory for each, in bytes."""

    client: float
    renewed: int


def seats(setting: Setting, count: int) -> list[Seat]:
    """New counters, each with a person and the account of somebody who waits there."""
    found = []
    for _ in range(count):
        desk = setting.world.desk()
        account = setting.world.account((LARGE,))
        found.append(
            Seat(
                desk.address.socket, desk.address.database, desk.token, desk.user_name,
                desk.password, account.account_id,
            )
        )  # fmt: skip
    return found


@contextmanager
def seated(found: Sequence[Seat]) -> Iterator[list[Crowd]]:
    """All of them signed in while the block runs; afterwards the list has what they cost."""
    told: list[Crowd] = []
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crowd", "--sit"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([asdict(seat) for seat in found]) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "all are signed in\n":
            raise RuntimeError("the idle counters could not sign in")
        try:
            yield told
        finally:
            process.stdin.close()
            told.append(Crowd(**json.loads(process.stdout.readline())))


def roomy(idle: int, paying: int) -> ServerOptions:
    """A server with room for so many."""
    most = idle + 2 * paying + _BESIDES
    return ServerOptions(
        buffer_pool_mb=512, redo_log_mb=256, max_connections=most,
        extra=(f"--open-files-limit={2 * most + 1000}",),
    )  # fmt: skip


def crowd_times(size: Size = FULL) -> Iterator[Row]:
    """A server of its own."""
    with selling(roomy(size.idle, size.paying)) as setting:
        yield from beside_crowd(setting, size)


def weighed(setting: Setting, size: Size) -> tuple[float, float]:
    """Bytes of the server for a connection that is idle, and more for one that takes money."""
    desks = opened_desks(setting, size.paying)
    with stations_of(setting, desks, setting.desk.address) as stations:
        before = _server_memory(setting)
        warm_up(setting, stations)
        paying = (_server_memory(setting) - before) / len(stations)
    places = seats(setting, size.idle)
    before = _server_memory(setting)
    with seated(places):
        return (_server_memory(setting) - before) / len(places), paying


def beside_crowd(setting: Setting, size: Size) -> Iterator[Row]:
    """Without the idle ones, with them twice, without them."""
    desks = opened_desks(setting, size.paying)
    with stations_of(setting, desks, setting.desk.address) as stations:
        before = _server_memory(setting)
        warm_up(setting, stations)
        each_paying = (_server_memory(setting) - before) / len(stations)
        faults: list[str] = []
        alone = _paid(setting, stations, size, faults)
        places = seats(setting, size.idle)
        before = _server_memory(setting)
        with seated(places) as told:
            each_idle = (_server_memory(setting) - before) / max(size.idle, 1)
            beside = _paid(setting, stations, size, faults)
            beside += _paid(setting, stations, size, faults)
        alone += _paid(setting, stations, size, faults)
    (crowd,) = told
    yield from _rows(size, Times(tuple(alone)), Times(tuple(beside)), crowd, faults)
    yield Row(
        "memory of the server for a connection", kilobytes(each_idle),
        note=f"signed in and idle; {kilobytes(each_paying)} more once it has taken money",
    )  # fmt: skip
    yield Row(
        "memory of a client for a connection", kilobytes(crowd.client),
        note="a plain session without a screen, many in one process",
    )  # fmt: skip


def _rows(
    size: Size, alone: Times, beside: Times, crowd: Crowd, faults: list[str]
) -> Iterator[Row]:
    ratio = beside.median / alone.median
    yield Row(
        f"{size.paying} counters paying", milliseconds(alone.median), milliseconds(alone.p95),
        note="without a pause, all on this computer",
    )  # fmt: skip
    yield Row(
        f"{size.paying} paying beside {size.idle:,} idle",
        milliseconds(beside.median),
        milliseconds(beside.p95),
        f"{ratio:.2f} ×",
        f"≤ {LIMIT} ×",
        f"{crowd.renewed} claims kept meanwhile, {len(faults)} errors"
        + (f": {faults[0][:80]}" if faults else ""),
        holds=ratio <= LIMIT and not faults,
    )


def _paid(
    setting: Setting, stations: Sequence[Station], size: Size, faults: list[str]
) -> list[float]:
    forget(stations)
    accounts: list[SeedAccount] = [setting.world.account((LARGE,)) for _ in stations]
    at_once(stations, accounts, by_program, size.seconds)
    count = sum(len(station.taken) for station in stations)
    faults += [fault for station in stations for fault in station.errors]
    faults += wrongs(setting, accounts, count, stations)
    return [spent for station in stations for spent in station.taken]


def _server_memory(setting: Setting) -> int:
    pid = setting.server.status().pid
    assert pid is not None
    return resident(pid)


class Sitting:
    """The idle counters of this process."""

    def __init__(self, found: Sequence[Seat]) -> None:
        self._found = found
        self._due: list[tuple[float, int]] = []
        self.renewed = 0

    def run(self, words: IO[str]) -> Crowd:
        """Until `words` ends."""
        before = resident()
        with ExitStack() as open_ones:
            lookups = [self._open(open_ones, seat) for seat in self._found]
            now = time.monotonic()
            # As people are: not all at the same second.
            share = RENEWED_AFTER / max(len(lookups), 1)
            self._due = [(now + at * share, at) for at in range(len(lookups))]
            each = (resident() - before) / max(len(lookups), 1)
            print("all are signed in", flush=True)
            # The first claim is due at once, also where the words end at once.
            while self._due:
                _, at = heapq.heappop(self._due)
                lookups[at].renew_claims([self._found[at].account_id])
                self.renewed += 1
                heapq.heappush(self._due, (time.monotonic() + RENEWED_AFTER, at))
                if self._is_over(words):
                    break
        return Crowd(each, self.renewed)

    def _is_over(self, words: IO[str]) -> bool:
        wait = max(0.0, self._due[0][0] - time.monotonic())
        return bool(select.select([words], [], [], wait)[0])

    def _open(self, open_ones: ExitStack, seat: Seat) -> LookupRepository:
        address = DatabaseAddress(seat.database, socket=seat.socket)
        connection = open_ones.enter_context(closing(CounterConnection(address, seat.token)))
        connection.open(seat.user_name, seat.password)
        SessionRepository(connection, "").sign_in()
        lookup = LookupRepository(connection)
        lookup.open_account(seat.account_id)
        return lookup


def main() -> None:
    """Print the rows; `--sit` is the idle counters' own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle", type=int, default=FULL.idle)
    parser.add_argument("--paying", type=int, default=FULL.paying)
    parser.add_argument("--seconds", type=float, default=FULL.seconds)
    parser.add_argument("--sit", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sit:
        found = [Seat(**each) for each in json.loads(sys.stdin.readline())]
        print(json.dumps(asdict(Sitting(found).run(sys.stdin))), flush=True)
        return
    for row in crowd_times(Size(options.idle, options.paying, options.seconds)):
        print(row.what, row.median, row.p95, row.ratio, row.note, sep="  ", flush=True)


if __name__ == "__main__":
    main()
