"""The simulation behind the sizing advice: its arithmetic, by hand and by the laws of queues."""

from __future__ import annotations

import random

import pytest

from benchmarks.queueing import Clock, Cores, Costs, Hall, Locks, LogDisk, Outcome, Simulation
from benchmarks.sizing import Memory, advice, disk_bytes

COSTS = Costs(scan=0.003, pay=0.004, record=0.001, counter_log=0.002, paper=0.010)


def no_thinking(_rng: random.Random) -> float:
    return 0.0


def ten_seconds(_rng: random.Random) -> float:
    return 10.0


def test_one_counter_waits_for_the_sum_of_its_parts() -> None:
    hall = Hall(counters=1, cores=1, round_trip=0.020, fsync=0.005, same_bill=0)
    outcome = Simulation(hall, COSTS, customers_each=3, think=no_thinking).run()
    # Two round trips, two fsyncs, scan and payment, the counter's own log, the paper.
    expected = 2 * 0.020 + 2 * 0.005 + 0.003 + 0.004 + 0.002 + 0.010
    assert outcome.waits == pytest.approx([expected] * 3)
    assert outcome.commits == outcome.fsyncs == 3 * 4
    assert outcome.core_seconds == pytest.approx(3 * COSTS.cores)


def test_a_core_serves_one_after_the_other() -> None:
    clock, outcome, ended = Clock(), Outcome(), []
    cores = Cores(clock, 2, outcome)
    for _ in range(5):
        cores.work(1.0, lambda: ended.append(clock.now))
    clock.run()
    assert ended == [1.0, 1.0, 2.0, 2.0, 3.0]
    assert outcome.core_seconds == 5.0


def test_those_who_wait_share_the_next_fsync() -> None:
    clock, outcome, ended = Clock(), Outcome(), []
    disk = LogDisk(clock, 1.0, outcome)
    for _ in range(10):
        disk.commit(lambda: ended.append(clock.now))
    clock.run()
    assert ended == [1.0] + [2.0] * 9
    assert (outcome.commits, outcome.fsyncs) == (10, 2)


def test_a_lock_is_given_in_order() -> None:
    outcome, got = Outcome(), []
    locks = Locks(outcome)
    for name in "abc":
        locks.take(7, lambda name=name: got.append(name))  # type: ignore[misc]
    locks.take(8, lambda: got.append("other"))
    assert got == ["a", "other"]
    locks.give(7)
    locks.give(7)
    assert got == ["a", "other", "b", "c"]
    locks.give(7)
    locks.take(7, lambda: got.append("again"))
    assert got[-1] == "again"
    assert outcome.lock_waits == 2


def test_the_busy_share_is_what_the_customers_cost() -> None:
    """The law of utilisation: rate times cost; and the rate is counters over cycle (Little)."""
    hall = Hall(counters=40, cores=4, round_trip=0.020, fsync=0.001, same_bill=0)
    outcome = Simulation(hall, COSTS, customers_each=200, think=ten_seconds).run()
    cycle = 10 + outcome.times.median + 2 * (0.020 + 0.001 + 0.001)
    assert outcome.an_hour == pytest.approx(3600 * 40 / cycle, rel=0.02)
    assert outcome.cores_busy(4) == pytest.approx(
        outcome.an_hour / 3600 * COSTS.cores / 4, rel=0.001
    )


def test_too_few_cores_are_full_and_customers_wait_for_them() -> None:
    few = Hall(counters=200, cores=1, round_trip=0, fsync=0)
    outcome = Simulation(few, COSTS, customers_each=30, think=no_thinking).run()
    assert outcome.cores_busy(1) > 0.99
    # Each waits for nearly all others.
    assert outcome.times.median > 100 * COSTS.pay


def test_two_at_one_bill_wait_for_its_commit() -> None:
    hall = Hall(counters=20, cores=20, round_trip=0, fsync=0.1, same_bill=1)
    outcome = Simulation(hall, COSTS, customers_each=10, think=no_thinking).run()
    assert outcome.lock_waits > 50
    assert len(outcome.waits) == 200


def test_the_same_seed_gives_the_same_day() -> None:
    hall = Hall(counters=5, cores=2, round_trip=0.02, fsync=0.002)
    first, again = (Simulation(hall, COSTS, 20, seed=3).run() for _ in range(2))
    other = Simulation(hall, COSTS, 20, seed=4).run()
    assert first == again != other


def test_memory_and_disk_grow_with_what_they_hold() -> None:
    memory = Memory(idle=2_000_000, paying=4_000_000)
    few, many = advice(10, COSTS, memory), advice(5_000, COSTS, memory, 1)
    assert many.connections >= 2 * 5_000
    assert many.connection_bytes == 5_000 * 6_000_000
    assert few.cores <= many.cores
    assert many.busy == pytest.approx(many.an_hour / 3600 * COSTS.cores / many.cores)
    assert many.an_hour == pytest.approx(500 * few.an_hour, rel=0.01)
    # A payment's rows and its indexes, 300 days of customers.
    assert disk_bytes(2 * 300) == 2 * disk_bytes(300)
