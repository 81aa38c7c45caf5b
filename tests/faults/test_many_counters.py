"""Fifty counters at one bill, two at one credit (L1); the server killed under load (S1)."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused, Unavailable
from cashier_app.domain.payments import TakePayment
from tests.plugins.database import DATABASE
from tests.support.counter import Desk, SeedAccount, World
from tests.support.selling import Answer, Selling, call_patiently, entries_of, state_of

COUNTERS = 50


def test_fifty_counters_pay_one_bill(world: World) -> None:
    """Each wants the whole bill at the same moment; one has it, the others are told who."""
    sellings = [Selling(world.desk()) for _ in range(10)]
    for round_no in range(3):
        account = world.account(("100",))
        pairs = [(sellings[at % 10], sellings[at % 10].order(account)) for at in range(COUNTERS)]
        start = threading.Barrier(COUNTERS)
        with ThreadPoolExecutor(COUNTERS) as pool:
            answers = list(pool.map(lambda pair: _race(pair, start), pairs))  # noqa: B023
        won = [a for a in answers if a.outcome == "done"]
        lost = [a for a in answers if a.outcome == "refused"]
        assert len(won) == 1, round_no
        assert len(won) + len(lost) == COUNTERS
        assert {a.code for a in lost} == {"bill_changed"}
        ((receipt_no, cashier, counter),) = world.run(
            "SELECT p.receipt_no, u.full_name, c.name FROM payment_allocations pa"
            " JOIN payments p ON p.payment_id = pa.entry_id JOIN journal j USING (entry_id)"
            " JOIN users u ON u.user_id = j.user_id JOIN counters c ON c.counter_id = j.counter_id"
            " WHERE pa.bill_id = %s",
            account.bills[0].bill_id,
        )
        told = {(a.facts["receipt"], a.facts["cashier"], a.facts["counter"]) for a in lost}
        assert told == {(receipt_no, cashier, counter)}
        bills, _, paid = state_of(world, account)
        assert bills[0][1:3] == (0, "paid")
        assert paid[0] == (1, 100)


def test_fifty_parts_of_one_bill_come_to_its_total(world: World) -> None:
    """Each takes 10 again and again until nothing is left: exactly the total is taken."""
    sellings = [Selling(world.desk()) for _ in range(5)]
    account = world.account(("250",))
    with ThreadPoolExecutor(5) as pool:
        taken = sum(pool.map(lambda selling: _take_parts(selling, account), sellings))
    assert taken == Decimal(250)
    bills, _, paid = state_of(world, account)
    assert bills[0][1:] == (0, "paid", 25)
    assert paid[0] == (25, 250)


def _take_parts(selling: Selling, account: Any) -> Decimal:
    taken = Decimal(0)
    while True:
        opened = selling.program.lookup.open_account(account.account_id)
        if not opened.bills:
            return taken
        try:
            order = selling.order_for(opened, opened.bills, "10", part=opened.bills[0].due > 10)
            taken += selling.send(order).total
        except (Refused, Busy):
            continue


def _race(pair: tuple[Selling, TakePayment], start: threading.Barrier) -> Answer:
    selling, order = pair
    text = selling.text(order)
    with closing(selling.desk.client()) as client:
        start.wait(20)
        return call_patiently(client, selling.desk.token, order.request_id, text)


def test_two_counters_spend_one_credit_once(world: World) -> None:
    first, second = Selling(world.desk()), Selling(world.desk())
    account = world.account(("80", "70"), credit="100")
    orders = []
    for selling, at in ((first, 0), (second, 1)):
        opened = selling.program.lookup.open_account(account.account_id)
        orders.append((selling, selling.order_for(opened, (opened.bills[at],))))
    start = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: _race(pair, start), orders))
    assert sorted(a.outcome for a in answers) == ["done", "refused"]
    assert {a.code for a in answers if a.outcome == "refused"} == {"credit_changed"}
    ((credit, entries),) = world.run(
        "SELECT a.credit, (SELECT SUM(amount) FROM credit_entries e"
        " WHERE e.account_id = a.account_id) FROM accounts a WHERE a.account_id = %s",
        account.account_id,
    )
    assert credit == entries
    assert credit >= 0


class Load:
    """Counters that pay without pause, until they are told to stop."""

    def __init__(self, world: World, counters: int) -> None:
        self.world = world
        self.sellings = [Selling(world.desk()) for _ in range(counters)]
        self.acknowledged: dict[str, TakePayment] = {}
        self._unknown: list[tuple[Selling, TakePayment]] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, payments: int) -> None:
        """Each counter pays up to so many bills."""
        self._stop.clear()
        work = [(s, [self.world.account(("10",)) for _ in range(payments)]) for s in self.sellings]
        self._threads = [threading.Thread(target=self._pay, args=pair) for pair in work]
        for thread in self._threads:
            thread.start()

    def wait_for(self, payments: int) -> None:
        """Until so many are acknowledged."""
        pause = threading.Event()
        while len(self.acknowledged) < payments and any(t.is_alive() for t in self._threads):
            pause.wait(0.003)

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def settle(self) -> None:
        """Every unknown act is either there under its number, or void for ever."""
        for selling, order in self._unknown:
            settled = selling.program.payments.settle(order.request_id)
            assert entries_of(self.world, order.request_id) == bool(settled.number)
            if settled.number:
                self.acknowledged[settled.number] = order
        self._unknown.clear()

    def _pay(self, selling: Selling, accounts: list[SeedAccount]) -> None:
        for account in accounts:
            if self._stop.is_set():
                return
            try:
                order = selling.order(account)
                self._send(selling, order)
            except (Unavailable, Busy):
                self._stop.wait(0.02)

    def _send(self, selling: Selling, order: TakePayment) -> None:
        try:
            self.acknowledged[selling.send(order).number] = order
        except OutcomeUnknown:
            self._unknown.append((selling, order))


# PyMySQL leaves the socket of a refused connection to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_killed_server_under_load_loses_nothing(
    fresh_server: PrivateServer, tmp_path: Path
) -> None:
    """kill -9 three times: every acknowledged payment is there, every unknown one is settled."""
    world = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    load = Load(world, counters=3)
    for _ in range(3):
        load.start(payments=30)
        load.wait_for(len(load.acknowledged) + 12)
        fresh_server.kill()
        load.stop()
        fresh_server.start()
        world._engine.dispose()
        load.settle()
    assert len(load.acknowledged) >= 36
    for number, order in load.acknowledged.items():
        ((stored,),) = world.run(
            "SELECT j.request_id FROM payments p JOIN journal j ON j.entry_id = p.payment_id"
            " WHERE p.receipt_no = %s",
            number,
        )
        assert stored == order.request_id.bytes
    for selling in load.sellings:
        _check_gapless(world, selling.desk)
        assert selling.program.payments.unsettled() == ()
    world.close()
    gc.collect()


def _check_gapless(world: World, desk: Desk) -> None:
    ((entries, last, chain),) = world.run(
        "SELECT COUNT(*), MAX(number), (SELECT last_no FROM series s"
        " WHERE s.counter_id = %s AND s.kind = 'payment')"
        " FROM journal WHERE counter_id = %s AND kind = 'payment'",
        desk.counter_id,
        desk.counter_id,
    )
    assert entries == last == chain
