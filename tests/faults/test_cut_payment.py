"""A payment on a bad line, beyond what holds for every act (test_cut_acts.py): N2, N3."""

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
from tests.faults.acts import READ_SECONDS, SETTLED_WITHIN
from tests.faults.proxy import DOWN, UP, Deed, Direction, Fault, Place, Proxy
from tests.support.counter import World
from tests.support.selling import Selling, entries_of, state_of


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
    proxy.arm()
    opened = selling.program.lookup.open_scanned(account.bills[0].bill_no)
    assert proxy.round_trips == 1
    order = selling.order(account)
    proxy.arm()
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
