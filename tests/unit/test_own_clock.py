"""The clock that the tests' bounds of two seconds are held against."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from tests.support.own_clock import OwnClock

PROGRAM = """
import sys, time
from tests.support.own_clock import OwnClock
with OwnClock() as clock:
    began, own = time.monotonic(), clock.now()
    print("ready", flush=True)
    sys.stdin.readline()
    print(time.monotonic() - began, clock.now() - own)
"""


def test_what_is_waited_for_counts() -> None:
    """Until one try is quick: a busy computer takes the processor away from most."""
    waited = 0.0
    with OwnClock() as clock:
        for _ in range(100):
            own = clock.now()
            time.sleep(0.1)
            waited = max(waited, clock.now() - own)
            if waited > 0.09:
                break
    assert waited > 0.09


def test_what_is_computed_counts_though_no_other_thread_is_let_in() -> None:
    with OwnClock() as clock:
        computed, own = time.thread_time(), clock.now()
        sum(range(10_000_000))
        assert clock.now() - own > (time.thread_time() - computed) * 0.9


def test_it_never_goes_back() -> None:
    with OwnClock() as clock:
        read = [clock.now() for _ in range(20_000)]
    assert read == sorted(read)


def test_time_in_which_nobody_may_run_does_not_count() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGCONT)
        process.stdin.write("\n")
        process.stdin.flush()
        passed, own = map(float, process.stdout.readline().split())
    assert passed - own > 0.45
