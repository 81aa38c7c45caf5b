"""How large a server must be: costs measured here, halls simulated. `python -m benchmarks.sizing`.

The table of docs/administrator.md, section 18, is what this prints.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import crowd
from benchmarks.day_people import STEPS
from benchmarks.queueing import Costs, Hall, Outcome, Simulation
from benchmarks.setting import Setting, selling
from cashier_app.domain.payments import Receipt
from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState

HALLS = (10, 100, 5_000)
DISKS = (("a server's SSD", 0.0005), ("a plain disk", 0.008))
LINE = 0.020
CUSTOMERS_EACH = 30
MOST_BUSY = 0.4
"""Of the cores by counters alone: reports, the bill run and `verify` need the others."""
BYTES_OF_PAYMENT = 5_600_000_000 / 1_050_000
"""Of the disk: the sample of 200,000 accounts, with a year's bills, divided by its payments."""
_ROUNDS = 200
_LEAST_CORES = 2
_SPARE = 50
"""Connections for administrators, backups and jobs."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of the server for one connection: idle, and what taking money adds."""

    idle: float
    paying: float

    @property
    def each(self) -> float:
        return self.idle + self.paying


@dataclass(frozen=True, slots=True)
class Advice:
    """For one size."""

    counters: int
    cores: int
    busy: float
    """Share of the cores' time that counters need."""
    an_hour: float
    """Customers of all counters."""
    connections: int
    connection_bytes: float
    outcomes: dict[str, Outcome]
    """By disk."""


def advice(counters: int, costs: Costs, memory: Memory, customers_each: int = 3) -> Advice:
    """The fewest cores (two, four, eight …) that counters keep busy below MOST_BUSY."""
    cores = _LEAST_CORES
    while True:
        outcomes = {
            name: Simulation(Hall(counters, cores, LINE, fsync), costs, customers_each).run()
            for name, fsync in DISKS
        }
        # In the middle of a day, not with its first and last customers.
        wait = min(outcome.times.median for outcome in outcomes.values())
        rate = counters / (sum(STEPS.values()) + wait)
        busy = rate * costs.cores / cores
        if busy <= MOST_BUSY:
            return Advice(
                counters, cores, busy, rate * 3600, 2 * counters + _SPARE,
                counters * memory.each, outcomes,
            )  # fmt: skip
        cores *= 2


def disk_bytes(customers: int) -> float:
    """Of so many payments, with the bills that belong to them."""
    return customers * BYTES_OF_PAYMENT


def measured_costs(setting: Setting) -> Costs:
    """Seconds of the server's cores for each CALL, and of this computer's disk and paper."""
    program, person = setting.program, setting.desk.user_name
    accounts = [setting.world.account(("1259.50", "260")) for _ in range(_ROUNDS)]
    opened = iter([program.lookup.open_account(account.account_id) for account in accounts])
    bills = iter([account.bills[0].bill_no for account in accounts])
    receipts: list[Receipt] = []
    printed = PrintResult(PrintState.PRINTED, PrinterStatus(PrinterFault.NONE))

    def pay() -> None:
        order = setting.order_for(program, next(opened))
        receipts.append(program.payments.take(order, person).receipt)

    scan = _cpu(setting, lambda: program.lookup.open_scanned(next(bills)))
    paid = _cpu(setting, pay)
    done = iter(receipts)
    record = _cpu(setting, lambda: program.receipts.record_print(next(done), printed))
    return Costs(scan, paid, record, counter_log=2 * _fsync(setting), paper=0.010)


def _cpu(setting: Setting, act: Callable[[], object]) -> float:
    """Seconds of a core that the server needs for one `act`."""
    before = _server_seconds(setting)
    for _ in range(_ROUNDS):
        act()
    return (_server_seconds(setting) - before) / _ROUNDS


def _server_seconds(setting: Setting) -> float:
    pid = setting.server.status().pid
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _fsync(setting: Setting) -> float:
    path = setting.desk.folder / "fsync"
    with path.open("wb", buffering=0) as file:
        began = time.perf_counter()
        for _ in range(_ROUNDS):
            file.write(b"x" * 200)
            os.fsync(file.fileno())
        return (time.perf_counter() - began) / _ROUNDS


def lines(costs: Costs, memory: Memory, customers_each: int) -> Iterator[str]:
    """Markdown."""
    yield (
        "| Counters | Cores | Busy | Connections' memory | max_connections | Customers an hour |"
        " Wait, SSD: p50, p95 | Wait, plain disk: p50, p95 |"
    )
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    for counters in HALLS:
        each = customers_each if counters < HALLS[-1] else max(customers_each // 10, 3)
        found = advice(counters, costs, memory, each)
        waits = [
            f"{outcome.times.median * 1000:.0f}, {outcome.times.p95 * 1000:.0f} ms"
            for outcome in found.outcomes.values()
        ]
        yield (
            f"| {counters:,} | {found.cores} | {found.busy:.1%} |"
            f" {found.connection_bytes / 10**9:.1f} GB | {found.connections:,} |"
            f" {found.an_hour:,.0f} | {' | '.join(waits)} |"
        )


def main() -> None:
    """Measure, simulate, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS_EACH, help="at each counter")
    parser.add_argument("--idle", type=int, default=200, help="connections that are weighed")
    options = parser.parse_args()
    with selling(crowd.roomy(options.idle, 16)) as setting:
        costs = measured_costs(setting)
        memory = Memory(*crowd.weighed(setting, crowd.Size(options.idle, 16)))
    print(
        f"A customer costs {costs.cores * 1000:.1f} ms of a core: scan {costs.scan * 1000:.1f},"
        f" payment {costs.pay * 1000:.1f}, two records of {costs.record * 1000:.1f} ms;"
        f" the counter's log {costs.counter_log * 1000:.1f} ms of its own disk."
    )
    print(f"A connection: {memory.idle / 1e6:.1f} MB, {memory.paying / 1e6:.1f} MB more at work.\n")
    for line in lines(costs, memory, options.customers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
