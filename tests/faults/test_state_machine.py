"""Whatever is done at two counters in whatever order: counters_machine.py says what it may be.

`make test` runs a fixed slice; scripts/soak many more, from its seed.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from cashier_app.db.private_server import PrivateServer
from tests.faults.acts import SOAK
from tests.faults.counters_machine import Counters
from tests.faults.two_counters import TwoCounters, two_counters
from tests.support.own_server import server  # noqa: F401

EXAMPLES, STEPS = (10, 18)
SOAKED_EXAMPLES = int(os.environ.get("CASHIER_SOAK_ORDERS", "100"))
SOAKED_STEPS = 50


@pytest.fixture(scope="module")
def hall(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TwoCounters]:
    with two_counters(server, tmp_path_factory.mktemp("two")) as made:
        yield made


def machine(hall: TwoCounters, met: Counter[str]) -> type[Counters]:
    return type("Counters", (Counters,), {"hall": hall, "met": met})


QUIET = settings(
    deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck)
)
TAKEN = {"opening", "payment", "undo", "reversal", "movement", "count", "z"}


def test_any_order_of_acts_keeps_the_books(hall: TwoCounters) -> None:
    met: Counter[str] = Counter()
    some = settings(QUIET, max_examples=EXAMPLES, stateful_step_count=STEPS, derandomize=True)
    run_state_machine_as_test(machine(hall, met), settings=some)
    # The slice is no walk past closed doors.
    assert met.keys() > TAKEN, met


@pytest.mark.skipif(not SOAK, reason="scripts/soak runs it")
@pytest.mark.timeout(7200)
def test_any_order_of_acts_keeps_the_books_for_long(
    hall: TwoCounters, capsys: pytest.CaptureFixture[str]
) -> None:
    met: Counter[str] = Counter()
    many = settings(QUIET, max_examples=SOAKED_EXAMPLES, stateful_step_count=SOAKED_STEPS)
    chosen = seed(int(os.environ.get("CASHIER_SOAK_SEED", "1")))
    run_state_machine_as_test(chosen(machine(hall, met)), settings=many)
    with capsys.disabled():
        sys.stdout.write(f"\nany order of acts: {dict(sorted(met.items()))}\n")
