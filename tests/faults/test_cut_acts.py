"""Every act with money on a bad line: once or not at all, and the program says which (N1, N3)."""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Iterator

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import OutcomeUnknown, Unavailable
from tests.faults.acts import (
    ACTS,
    READ_SECONDS,
    SOAK,
    Stand,
    check_books,
    check_truth,
    drive,
    made_stand,
)
from tests.faults.proxy import DOWN, UP, Deed, Direction, Fault, Place
from tests.support.own_server import server  # noqa: F401

SEED = 6
"""Of the sample; `make soak` tries thousands of other pairs."""
LAST_PACKET = 200
"""No act has as many: then it would not end."""

acts = pytest.mark.parametrize("act", ACTS)


@pytest.fixture(scope="module")
def stand(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stand]:
    """One counter for all: what an act leaves behind is what the next one finds."""
    with made_stand(server, tmp_path_factory.mktemp("world")) as made:
        yield made


@acts
@pytest.mark.parametrize("direction", [UP, DOWN])
@pytest.mark.parametrize("place", [Place.BEFORE, Place.INSIDE])
def test_cut_at_every_packet(stand: Stand, act: str, direction: Direction, place: Place) -> None:
    """What comes after a packet is what comes before the next."""
    for packet in range(1, LAST_PACKET):
        if not drive(stand, ACTS[act], Fault(direction, packet, place)):
            break
    else:
        pytest.fail("the act never ran untouched")
    assert packet > (1 if direction is UP else 3)


@acts
def test_other_faults(stand: Stand, act: str) -> None:
    """Closed in good order, byte by byte, swallowed or late: at packets that a seed chose."""
    chosen = random.Random(f"{SEED} {act}")
    down = chosen.randrange(1, 9)
    silence = chosen.choice(
        (
            Fault(UP, 1, Place.AFTER, Deed.SWALLOW),
            Fault(DOWN, down, Place.INSIDE, Deed.SWALLOW),
            Fault(UP, 1, deed=Deed.DELAY, seconds=READ_SECONDS * 1.2),
            Fault(DOWN, 1, deed=Deed.DELAY, seconds=READ_SECONDS * 1.2),
        )
    )
    for fault in (
        Fault(UP, 1, Place.INSIDE, Deed.CLOSE),
        Fault(DOWN, down, Place.AFTER, Deed.CLOSE),
        Fault(DOWN, down, deed=Deed.SLICE),
        silence,
    ):
        assert drive(stand, ACTS[act], fault)


@acts
@pytest.mark.parametrize("restart", [False, True])
def test_the_line_stays_down(stand: Stand, act: str, restart: bool) -> None:
    """All tries of the program fail; the end is known when the line, or the program, is back."""
    for fault in (
        Fault(UP, 1, Place.INSIDE, stays_down=True),
        Fault(UP, 1, Place.AFTER, stays_down=True),
        Fault(DOWN, 2, Place.BEFORE, stays_down=True),
    ):
        assert drive(stand, ACTS[act], fault, restart=restart)


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_the_sign_in_that_settles_is_cut_too(stand: Stand, direction: Direction) -> None:
    """The program ends in doubt about a payment, and its next start is cut at the n-th packet.

    Signing in reads the checksum of each object and the newest acknowledged lines: many packets.
    """
    number = 0
    for packet in itertools.count(1, 1 if direction is UP else 11 if SOAK else 97):
        trial = ACTS["payment"](stand)
        before = stand.books()
        # Up the order arrives by half, down its answer not at all: neither races with an answer.
        place = Place.INSIDE if direction is UP else Place.BEFORE
        stand.proxy.arm(Fault(direction, 1, place, stays_down=True))
        with pytest.raises(OutcomeUnknown):
            trial.send()
        stand.proxy.mend()
        stand.proxy.arm(Fault(direction, packet, Place.INSIDE))
        with contextlib.suppress(Unavailable):
            stand.restart()
        struck = stand.proxy.struck
        stand.proxy.arm()
        stand.restart()
        check_truth(stand, trial, stand.number_of(trial.request_id), before)
        if not struck:
            break
        number += 1
    assert number > 5


def test_the_books_are_whole_after_all_of_it(stand: Stand) -> None:
    check_books(stand)
