"""Pairs of faults by the thousand, each from its own seed: scripts/soak runs and replays them."""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer
from tests.faults.acts import (
    ACTS,
    READ_SECONDS,
    SECONDS,
    SEED,
    Stand,
    check_books,
    drive,
    made_stand,
)
from tests.faults.proxy import DOWN, UP, Deed, Direction, Fault, Place
from tests.support.own_server import server  # noqa: F401

TRIALS = int(os.environ.get("CASHIER_SOAK_TRIALS", "10000"))
ONE = os.environ.get("CASHIER_SOAK_REPLAY", "")
"""Number of the one trial to be replayed."""
CHECKED_EVERY = 500
PACKETS = {UP: 3, DOWN: 40}
DEEDS = (*[Deed.CUT] * 12, *[Deed.CLOSE] * 6, *[Deed.SLICE] * 2, Deed.SWALLOW, Deed.DELAY)


@pytest.mark.timeout(SECONDS + 300)
def test_pairs_of_faults(
    server: PrivateServer,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends = time.monotonic() + SECONDS
    struck: Counter[str] = Counter()
    tried = 0
    with made_stand(server, tmp_path) as stand:
        for number in [int(ONE)] if ONE else range(TRIALS):
            if time.monotonic() > ends:
                break
            act, hit = _trial(stand, number)
            struck[act] += hit
            tried += 1
            if number % CHECKED_EVERY == CHECKED_EVERY - 1:
                check_books(stand)
        check_books(stand)
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {SEED}: {tried} trials, struck {dict(sorted(struck.items()))}, the longest"
            f" doubt {stand.slowest:.1f} s from the line's return\n"
        )
    assert ONE or struck.total()


@pytest.mark.parametrize("act", ["payment", "close"])
def test_with_the_programs_own_time_outs(
    server: PrivateServer,  # noqa: F811
    tmp_path: Path,
    act: str,
) -> None:
    """The act's answer is swallowed, then the answer to settling it: known within 15 seconds."""
    with made_stand(server, tmp_path, read_seconds=8) as stand:
        swallowed = Fault(DOWN, 1, deed=Deed.SWALLOW)
        # A fresh connection is greeted and let in first.
        assert drive(stand, ACTS[act], swallowed, replace(swallowed, packet=6))
        check_books(stand)


def _trial(stand: Stand, number: int) -> tuple[str, bool]:
    """One act under one or two faults; all of it follows from the seed and the number."""
    chosen = random.Random(f"{SEED}:{number}")
    act = chosen.choice(list(ACTS))
    faults = [_fault(chosen) for _ in range(chosen.choice((1, 2, 2)))]
    restart = chosen.random() < 0.2
    try:
        return act, drive(stand, ACTS[act], *faults, restart=restart)
    except BaseException as error:
        error.add_note(f"{act}, restart={restart}, {faults}")
        error.add_note(f"again: scripts/soak --seed {SEED} --replay {number}")
        raise


def _fault(chosen: random.Random) -> Fault:
    direction: Direction = chosen.choice((UP, DOWN))
    return Fault(
        direction,
        chosen.randint(1, PACKETS[direction]),
        chosen.choice(list(Place)),
        chosen.choice(DEEDS),
        READ_SECONDS * chosen.choice((0.5, 1.5)),
        stays_down=chosen.random() < 0.15,
    )
