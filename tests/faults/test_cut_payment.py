"""A payment on a bad line: stored or not stored, and the counter learns which (N1, N2, N3)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cashier_app.bootstrap import load_program
from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Busy, OutcomeUnknown, Unavailable
from cashier_app.domain.payments import Settled, TakePayment
from cashier_app.services.program import Program
from tests.faults.proxy import DOWN, UP, Deed, Direction, Fault, Place, Proxy
from tests.support.counter import World
from tests.support.selling import Selling, entries_of, state_of

SETTLED_WITHIN = 15
"""Seconds from the line's return until the counter knows (payments.md, N1)."""
READ_SECONDS = 0.6


@pytest.fixture
def proxy(server: PrivateServer) -> Iterator[Proxy]:
    assert server.tcp_port
    with Proxy(server.tcp_port) as running:
        yield running


@pytest.fixture
def selling(world: World, proxy: Proxy) -> Iterator[Selling]:
    """A counter that reaches its server through the proxy, with short time-outs."""
    desk = world.desk()
    address = DatabaseAddress(
        world.database, host="127.0.0.1", port=proxy.port, private_loopback=True
    )
    program = load_program(replace(desk.setup, address=address, read_seconds=READ_SECONDS))
    yield Selling(desk, program)
    program.close()


def settle(program: Program, order: TakePayment) -> Settled:
    """Ask until the server has decided, as the screen does."""
    deadline = time.monotonic() + SETTLED_WITHIN
    while True:
        try:
            return program.payments.settle(order.request_id)
        except (Busy, Unavailable):
            if time.monotonic() > deadline:
                raise


# What comes after a packet is what comes before the next: there a sample is enough.
CUTS = [
    (UP, Place.BEFORE, Deed.CUT, 1),
    (UP, Place.INSIDE, Deed.CUT, 1),
    (UP, Place.AFTER, Deed.CUT, 1),
    (UP, Place.INSIDE, Deed.CLOSE, 1),
    (UP, Place.AFTER, Deed.CLOSE, 1),
    (DOWN, Place.BEFORE, Deed.CUT, 1),
    (DOWN, Place.INSIDE, Deed.CUT, 2),
    (DOWN, Place.AFTER, Deed.CUT, 7),
    (DOWN, Place.BEFORE, Deed.CLOSE, 5),
    (DOWN, Place.INSIDE, Deed.CLOSE, 7),
]


@pytest.mark.parametrize(("direction", "place", "deed", "step"), CUTS)
def test_cut_at_every_packet(
    selling: Selling,
    world: World,
    proxy: Proxy,
    direction: Direction,
    place: Place,
    deed: Deed,
    step: int,
) -> None:
    struck = 0
    for packet in range(1, 100, step):
        if not _strikes(selling, world, proxy, Fault(direction, packet, place, deed)):
            break
        struck += 1
    # One packet up, the CALL; the result sets come down in many.
    assert struck == 1 if direction is UP else struck > 30 // step


def _strikes(selling: Selling, world: World, proxy: Proxy, fault: Fault) -> bool:
    account = world.account(("100", "40"))
    order = selling.order(account)
    before = state_of(world, account)
    proxy.arm(fault)
    number = _number_of(selling, order)
    struck = proxy.struck
    proxy.arm(None)
    _check_one_truth(selling, world, order, number, before, state_of(world, account))
    return struck


def _number_of(selling: Selling, order: TakePayment) -> str:
    """The receipt that the counter ends with; empty when it ends with "not taken"."""
    try:
        return selling.send(order).number
    except OutcomeUnknown:
        return settle(selling.program, order).number


def _check_one_truth(
    selling: Selling,
    world: World,
    order: TakePayment,
    number: str,
    before: tuple[object, ...],
    after: tuple[object, ...],
) -> None:
    assert selling.program.payments.unsettled() == ()
    if not number:
        assert entries_of(world, order.request_id) == 0
        assert after == before
        return
    assert entries_of(world, order.request_id) == 1
    assert after != before
    assert _number_of(selling, order) == number


@pytest.mark.parametrize(("direction", "packet"), [(UP, 1), (DOWN, 1), (DOWN, 5), (DOWN, 20)])
def test_a_line_that_swallows_everything(
    selling: Selling, world: World, proxy: Proxy, direction: Direction, packet: int
) -> None:
    """Nothing is reset, nothing comes: the counter's own time-out ends the wait."""
    assert _strikes(selling, world, proxy, Fault(direction, packet, Place.INSIDE, Deed.SWALLOW))


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_one_byte_at_a_time(
    selling: Selling, world: World, proxy: Proxy, direction: Direction
) -> None:
    order = selling.order(world.account(("100",)))
    proxy.arm(Fault(direction, 1, deed=Deed.SLICE))
    assert selling.send(order).total == 100
    assert proxy.struck


def test_an_answer_that_comes_after_the_time_out(
    selling: Selling, world: World, proxy: Proxy
) -> None:
    order = selling.order(world.account(("100",)))
    proxy.arm(Fault(DOWN, 1, deed=Deed.DELAY, seconds=READ_SECONDS * 2))
    with pytest.raises(OutcomeUnknown):
        selling.send(order)
    settled = settle(selling.program, order)
    assert settled.taken is not None
    assert settled.taken.receipt.total == 100


def test_a_delayed_call_that_lands_after_settling_is_refused(
    selling: Selling, world: World, proxy: Proxy
) -> None:
    """The packet waits in the line, the counter settles: it must land on the void row."""
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    proxy.arm(Fault(UP, 1, deed=Deed.DELAY, seconds=READ_SECONDS * 3))
    with pytest.raises(OutcomeUnknown):
        selling.send(order)
    assert settle(selling.program, order).entry_hash == b""
    time.sleep(READ_SECONDS * 3)
    assert state_of(world, account) == before
    assert entries_of(world, order.request_id) == 0


def test_pay_pressed_again_after_the_program_was_started_again(
    selling: Selling, world: World, proxy: Proxy
) -> None:
    """The acknowledgement is lost, the program ends; the next sign-in settles by itself."""
    account = world.account(("100",))
    order = selling.order(account)
    proxy.arm(Fault(DOWN, 1, Place.BEFORE, Deed.CUT))
    with pytest.raises(OutcomeUnknown):
        selling.send(order)
    selling.program.close()
    program = selling.desk.program()
    started = program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    (settled,) = started.settled
    assert settled.taken is not None
    assert settled.taken.receipt.total == 100
    again = program.payments.take(order, selling.desk.user_name)
    assert again.receipt.number == settled.number
    assert entries_of(world, order.request_id) == 1


def test_a_payment_is_one_round_trip_and_a_customer_two(
    selling: Selling, world: World, proxy: Proxy
) -> None:
    account = world.account(("100",))
    proxy.arm(None)
    opened = selling.program.lookup.open_scanned(account.bills[0].bill_no)
    assert proxy.round_trips == 1
    order = selling.order(account)
    proxy.arm(None)
    selling.send(order)
    assert proxy.round_trips == 1
    assert opened.account_id == account.account_id


def test_signing_in_over_a_line_that_is_cut_leaves_nothing_half(
    selling: Selling, proxy: Proxy
) -> None:
    selling.program.sessions.sign_out()
    proxy.arm(Fault(DOWN, 3, Place.INSIDE, Deed.CUT))
    with pytest.raises(Unavailable):
        selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    started = selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert started.signed_in.person.user_name == selling.desk.user_name
