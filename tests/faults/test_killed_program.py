"""The program killed, or frozen, before and after everything that reaches out (C1, C3, L2)."""

from __future__ import annotations

import gc
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from cashier_app.bootstrap import load_program
from cashier_app.counter_log import CounterLogInUse
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Refused
from cashier_app.domain.printing import PrintState
from cashier_app.log_lines import read_lines
from cashier_app.services.session import Started
from receipts.escpos import FEED_AND_CUT
from receipts.printers import PrinterSettings
from tests.faults.doomed import Doomed, Order
from tests.faults.hands import PayAll
from tests.faults.papers import hear_all, opened_drawer, paper_of, settings_of
from tests.plugins.database import DATABASE
from tests.receipts.fake_printer import FakePrinter
from tests.support.correcting import breaches
from tests.support.counter import PASSWORD, Desk, SeedAccount, World
from tests.support.own_clock import OwnClock
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, entries_of

ONE_CALL_SECONDS = 2.5
"""A lock is waited for 2 s; nothing of a frozen counter may cost more."""


@dataclass
class Place:
    """A counter with a printer on the network, whose program dies again and again."""

    world: World
    desk: Desk
    printer: FakePrinter
    doomed: Doomed
    other: Selling

    @property
    def settings(self) -> PrinterSettings:
        return settings_of(self.printer)

    def order(self, account: SeedAccount, *, prints: bool = True) -> Order:
        setup = replace(self.desk.setup, printer=self.settings)
        return Order(setup, self.desk.user_name, PASSWORD, PayAll(account.account_id), prints)

    def restart(self) -> tuple[Started, list[str], set[str]]:
        """The program again: what it settled, which papers it offers, what it knew as open."""
        program = load_program(self.desk.setup)
        try:
            left = {line.request_id.hex for line in program.payments.unsettled()}
            started = program.sessions.sign_in(self.desk.user_name, PASSWORD)
            assert program.payments.unsettled() == ()
            shift = started.signed_in.shift
            assert shift is not None
            offered = [one.number for one in program.receipts.unprinted(shift.shift_id)]
        finally:
            program.close()
        return started, offered, left

    def request_of(self, already: set[str]) -> str:
        """The request of the newest line that was not there before; empty without one."""
        lines = read_lines(self.desk.setup.log_path)
        fresh = {line["request"] for line in lines if line["state"] == "sent"} - already
        assert len(fresh) <= 1
        return fresh.pop() if fresh else ""

    def requests(self) -> set[str]:
        return {
            line["request"] for line in read_lines(self.desk.setup.log_path) if "request" in line
        }


@pytest.fixture(scope="module")
def place(
    server: PrivateServer,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    world = World(server.admin_login(DATABASE), DATABASE, tmp_path_factory.mktemp("world"))
    opening = Selling(world.desk())
    opening.program.close()
    with FakePrinter() as printer, Doomed() as doomed:
        yield Place(world, opening.desk, printer, doomed, Selling(world.desk()))
    world.close()
    gc.collect()


@pytest.fixture
def clock() -> Iterator[OwnClock]:
    with OwnClock() as running:
        yield running


def test_killed_at_every_step(place: Place) -> None:
    """After the restart the payment is there or it never will be, and its paper is offered."""
    seen: set[tuple[bool, bool, str]] = set()
    for step in itertools.count(1):
        account = place.world.account(("30", "12.50"))
        before, place.printer.on_paper, place.printer.kicks = place.requests(), b"", 0
        end = place.doomed.run(place.order(account), step, "kill")
        hear_all(place.settings)
        seen.add(_check(place, account, place.request_of(before)))
        if end.how == "done":
            break
        assert end.how == "killed"
    # Nothing sent; sent and void, or landed without being heard; on paper and not; all of it.
    assert {(False, False, ""), (True, True, "queued"), (True, True, "printed")} <= seen
    assert (True, False, "") in seen


def _check(place: Place, account: SeedAccount, request: str) -> tuple[bool, bool, str]:
    """Whether there was a line, whether it was taken, and what is known of its paper."""
    started, offered, left = place.restart()
    taken = bool(request) and entries_of(place.world, UUID(hex=request)) == 1
    states = [
        line for line in read_lines(place.desk.setup.log_path) if line.get("request") == request
    ]
    assert [line["state"] for line in states] == (
        ["sent", "acknowledged" if taken else "void"] if request else []
    )
    # What was open is told by name; what had its end before is not told again.
    told = {settled.request_id.hex: settled.number for settled in started.settled}
    assert told == ({request: states[-1].get("number", "")} if request in left else {})
    ((paid, owed),) = place.world.run(
        "SELECT SUM(total - balance), SUM(balance) FROM bills WHERE account_id = %s",
        account.account_id,
    )
    assert (paid, owed) == ((42.5, 0) if taken else (0, 42.5))
    if not taken:
        assert FEED_AND_CUT not in place.printer.on_paper
        return bool(request), False, ""
    number = states[-1]["number"]
    state = paper_of(place.world, number)
    assert (number in offered) == (state != PrintState.PRINTED)
    if state == PrintState.PRINTED:
        assert place.printer.on_paper.count(FEED_AND_CUT) == 1
    openings = opened_drawer(place.world, number)
    assert openings <= place.printer.kicks <= 1
    return True, True, state


def test_a_frozen_counter_holds_nobody_up(
    place: Place, clock: OwnClock, caplog: pytest.LogCaptureFixture
) -> None:
    """SIGSTOP at every step of a payment: another counter takes the same bill meanwhile."""
    caplog.set_level(logging.INFO, "cashier_app.db.connection")
    for step in itertools.count(1):
        account = place.world.account(("70",))
        rival = place.other.order(account)
        end = place.doomed.run(place.order(account, prints=False), step, "freeze")
        if end.how == "done":
            break
        assert end.how == "frozen"
        with pytest.raises(CounterLogInUse):
            load_program(place.desk.setup)
        caplog.clear()
        began = clock.now()
        won = _tries(place.other, rival)
        assert clock.now() - began < ONE_CALL_SECONDS
        assert sum("tried again" in r.getMessage() for r in caplog.records) <= 1
        # When it wakes its payment is refused, unless the server had it before it froze.
        assert place.doomed.go_on().how in ("done", "failed")
        ((taken,),) = place.world.run(
            "SELECT COUNT(*) FROM payment_allocations WHERE bill_id = %s", account.bills[0].bill_id
        )
        assert taken == 1, f"step {step}, the other counter: {won}"
        place.restart()
    assert step > 4


def _tries(selling: Selling, order: object) -> bool:
    try:
        selling.send(order)  # type: ignore[arg-type]
    except Refused as error:
        return error.code != "bill_changed"
    return True


def test_the_books_are_whole_after_all_of_it(place: Place) -> None:
    assert breaches(place.world, place.desk.setup.log_path) == []
