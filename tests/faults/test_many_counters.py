"""Fifty counters at one bill, two at one credit (L1)."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.domain.errors import Busy, Refused
from cashier_app.domain.payments import TakePayment
from tests.faults.acts import SECONDS, SOAK
from tests.support.counter import World
from tests.support.selling import Answer, Selling, call_patiently, state_of

COUNTERS = 50
ROUNDS = 1000 if SOAK else 3


@pytest.mark.timeout(SECONDS + 300 if SOAK else 60)
def test_fifty_counters_pay_one_bill(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """Each wants the whole bill at the same moment; one has it, the others are told who."""
    sellings = [Selling(world.desk()) for _ in range(10)]
    ends = time.monotonic() + SECONDS
    for round_no in range(ROUNDS):
        if time.monotonic() > ends:
            break
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
    if SOAK:
        with capsys.disabled():
            sys.stdout.write(f"\n{COUNTERS} counters at one bill, rounds up to {round_no}\n")


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
    # Fifty of them on a busy computer take longer than a counter waits; here it is who wins.
    with closing(selling.desk.client(read_seconds=60)) as client:
        start.wait(60)
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
