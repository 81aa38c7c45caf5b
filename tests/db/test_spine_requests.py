"""One request is one act: repeated, changed, voided, delayed, raced (payments.md, section 2)."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pymysql
import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.payments import PaymentRepository
from cashier_app.domain.errors import Busy, OutcomeUnknown, Refused
from cashier_app.domain.payments import TakePayment
from tests.support.counter import World
from tests.support.selling import (
    Selling,
    ask,
    call,
    call_patiently,
    entries_of,
    is_free,
    locked_bill,
    state_of,
)
from tests.support.transactions import open_transactions


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def in_background(work: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for_lock_wait(world: World, count: int = 1) -> int:
    """Until CALLs stand before a bill's lock; the thread of one."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        # Not the statement itself: the server shows the bytes of a request id in it.
        found = world.run(
            "SELECT id FROM information_schema.processlist WHERE command = 'Query'"
            " AND info LIKE '%%bills b%%' AND id <> CONNECTION_ID()"
        )
        if len(found) >= count:
            return int(found[0][0])
        time.sleep(0.01)
    raise AssertionError("nobody waits for a lock")


def test_two_connections_send_one_request_at_once(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)), "150")
    text = selling.text(order)
    clients = [selling.desk.client() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(
                lambda client: call_patiently(client, selling.desk.token, order.request_id, text),
                clients,
            )
        )
    assert sorted(a.outcome for a in answers) == ["done", *["repeated"] * 5]
    assert entries_of(world, order.request_id) == 1


def test_a_repeated_request_answers_with_the_stored_receipt(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)), "150")
    first = selling.send(order)
    assert selling.send(order) == first


def test_other_contents_under_a_used_request_are_refused(selling: Selling, world: World) -> None:
    account, other = world.account(("100",)), world.account(("70",))
    order = selling.order(account)
    selling.send(order)
    before = state_of(world, other)
    with pytest.raises(Refused) as refused:
        selling.send(replace(selling.order(other), request_id=order.request_id))
    assert refused.value.code == "other_contents"
    assert state_of(world, other) == before


def test_a_request_of_another_kind_is_other_contents(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    selling.send(order)
    with closing(selling.desk.client()) as client:
        answer = call(
            client, "undo_payment", selling.desk.token, order.request_id, selling.text(order)
        )
    assert answer.code == "other_contents"


def test_a_fingerprint_of_another_text_is_refused(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    with closing(selling.desk.client()) as client:
        answer = ask(
            client,
            "take_payment",
            selling.desk.token,
            order.request_id.hex,
            "0" * 64,
            selling.text(order),
        )
    assert answer.code == "bad_request"
    assert entries_of(world, order.request_id) == 0


def test_a_void_request_can_never_be_used(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    assert selling.program.payments.settle(order.request_id).taken is None
    with pytest.raises(Refused) as refused:
        selling.send(order)
    assert refused.value.code == "request_void"
    assert state_of(world, account) == before
    assert selling.program.payments.settle(order.request_id).entry_hash == b""


def test_a_landed_request_is_settled_as_taken_with_its_receipt(
    selling: Selling, world: World
) -> None:
    order = selling.order(world.account(("100",)), "150")
    receipt = selling.send(order)
    settled = selling.program.payments.settle(order.request_id)
    assert settled.taken is not None
    assert settled.taken.receipt == receipt
    assert (settled.number, settled.entry_hash) == (receipt.number, receipt.hash)


def test_every_kind_of_act_can_be_settled(selling: Selling) -> None:
    selling.count()
    z = selling.close()
    ((opening,), (count,), (close,)) = (
        sent_requests(selling, kind) for kind in ("opening", "count", "z")
    )
    ends = [selling.program.payments.settle(r) for r in (opening, count, close)]
    assert all(end.taken is None and end.entry_hash for end in ends)
    assert ends[-1].number == z.number


def sent_requests(selling: Selling, kind: str) -> list[UUID]:
    """What this counter's log says it sent."""
    return [
        UUID(hex=line["request"])
        for line in _log_lines(selling)
        if line["state"] == "sent" and line["kind"] == kind
    ]


def _log_lines(selling: Selling) -> list[dict[str, Any]]:
    raw = selling.desk.setup.log_path.read_bytes().splitlines()
    return [json.loads(line.partition(b" ")[2]) for line in raw]


def test_settling_waits_while_the_server_is_deciding(selling: Selling, world: World) -> None:
    """A CALL held by a lock: never "not taken" while it may still land."""
    account = world.account(("100",))
    order = selling.order(account)
    results: list[object] = []

    def slow() -> None:
        with closing(selling.desk.client()) as client:
            try:
                answer = call(
                    client,
                    "take_payment",
                    selling.desk.token,
                    order.request_id,
                    selling.text(order),
                )
                results.append(answer.outcome)
            except pymysql.MySQLError as error:
                results.append(error.args[0])

    with locked_bill(world, account.bills[0].bill_id):
        thread = in_background(slow)
        wait_for_lock_wait(world)
        began = time.monotonic()
        try:
            settled = selling.program.payments.settle(order.request_id)
        except Busy:
            settled = None
        waited = time.monotonic() - began
    thread.join()
    # The CALL gave up by itself after 2 s and rolled back; settling answered only after that.
    assert results == [1205]
    if settled is None:
        assert waited >= 1.5
        settled = selling.program.payments.settle(order.request_id)
    assert settled.entry_hash == b""
    assert entries_of(world, order.request_id) == 0
    with pytest.raises(Refused, match="request_void"):
        selling.send(order)


def test_what_was_settled_as_void_cannot_land_when_the_lock_goes(
    selling: Selling, world: World
) -> None:
    """The void row is there first: the late CALL meets it at its first statement."""
    account = world.account(("100",))
    order = selling.order(account)
    with closing(selling.desk.client()) as client:
        assert ask(client, "settle_request", selling.desk.token, order.request_id.hex).outcome == (
            "void"
        )
        late = call(
            client, "take_payment", selling.desk.token, order.request_id, selling.text(order)
        )
    assert late.code == "request_void"
    assert entries_of(world, order.request_id) == 0


def test_busy_after_three_lock_waits_with_nothing_written(
    selling: Selling, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    caplog.set_level(logging.INFO, "cashier_app.db.connection")
    with locked_bill(world, account.bills[0].bill_id), pytest.raises(Busy):
        selling.send(order)
    again = [r for r in caplog.records if "take_payment tried again" in r.getMessage()]
    assert len(again) == 2
    assert state_of(world, account) == before
    assert entries_of(world, order.request_id) == 0
    # The log's line is ended: nothing is left to settle, and the same act may be sent again.
    assert selling.program.payments.unsettled() == ()
    assert selling.send(order).total == 100


def test_a_deadlock_is_tried_again_with_the_same_request(selling: Selling, world: World) -> None:
    """The administrator locks bill 2, then wants account 1: a cycle with the payment."""
    account = world.account(("100", "50"))
    order = selling.order(account)
    second = account.bills[1].bill_id
    with locked_bill(world, second) as office, office.cursor() as cursor:
        # More rows changed: the server sacrifices the payment.
        for _ in range(3):
            cursor.execute(
                "UPDATE series SET last_no = last_no + 1 WHERE counter_id = %s AND kind = 'refund'",
                (selling.desk.counter_id,),
            )
        receipts: list[Any] = []
        thread = in_background(lambda: receipts.append(selling.send(order)))
        wait_for_lock_wait(world)
        # Whoever the server sacrifices: the office gives up here, or the payment tries again.
        with contextlib.suppress(pymysql.err.OperationalError):
            cursor.execute(
                "SELECT 1 FROM accounts WHERE account_id = %s FOR UPDATE", (account.account_id,)
            )
        office.rollback()
        thread.join()
    assert receipts[0].total == Decimal(150)
    assert entries_of(world, order.request_id) == 1


def test_an_interrupted_call_keeps_no_lock(selling: Selling, world: World) -> None:
    """KILL QUERY of the administrator inside the CALL: unknown, settled, and the bill is free."""
    account = world.account(("100",))
    order = selling.order(account)
    failures: list[BaseException] = []

    def pay() -> None:
        try:
            selling.send(order)
        except OutcomeUnknown as error:
            failures.append(error)

    with locked_bill(world, account.bills[0].bill_id):
        thread = in_background(pay)
        waiting = wait_for_lock_wait(world)
        world.run(f"KILL QUERY {waiting}")
        thread.join()
    assert len(failures) == 1
    assert is_free(world, account.bills[0].bill_id)
    assert selling.program.payments.settle(order.request_id).entry_hash == b""
    assert selling.program.payments.unsettled() == ()


def test_two_counters_race_one_bill_and_the_loser_is_told_who(
    selling: Selling, world: World
) -> None:
    other = Selling(world.desk(full_name="Sunil Perera"))
    account = world.account(("100",))
    orders = [(selling, selling.order(account)), (other, other.order(account))]

    def pay(pair: Any) -> Any:
        try:
            return pair[0].send(pair[1])
        except Refused as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(pay, orders))
    (won,) = [r for r in results if not isinstance(r, Refused)]
    (lost,) = [r for r in results if isinstance(r, Refused)]
    assert lost.code == "bill_changed"
    assert lost.facts["receipt"] == won.number
    assert lost.facts["cashier"] == won.cashier
    assert lost.facts["counter"] == won.counter_name


def test_a_bill_under_two_heads_is_paid_once(selling: Selling, world: World) -> None:
    """No account's row stands between the two: the bill's own lock does."""
    other = Selling(world.desk(full_name="Sunil Perera"))
    account = world.account(("100",))
    orders = []
    for counter in (selling, other):
        opened = counter.program.lookup.open_account(account.account_id)
        head = world.account(()).account_id
        orders.append((counter, counter.order_for(replace(opened, account_id=head), opened.bills)))

    def pay(pair: tuple[Selling, TakePayment]) -> str:
        try:
            return pair[0].send(pair[1]).number
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        with locked_bill(world, account.bills[0].bill_id):
            ends = [pool.submit(pay, pair) for pair in orders]
            wait_for_lock_wait(world, 2)
        said = [end.result() for end in ends]
    assert said.count("bill_changed") == 1, said
    assert state_of(world, account)[2][0] == (1, 100)


def test_too_slow_a_call_refuses_itself(selling: Selling, world: World) -> None:
    """Between locks the CALL looks at its own clock; here each bill waits 1.2 s."""
    account = world.account(("10", "20", "30", "40", "50", "60"))
    order = selling.order(account)
    before = state_of(world, account)
    together = threading.Barrier(len(account.bills) + 1)
    holders = [
        in_background(partial(_hold, world, bill.bill_id, 1.2 * (at + 1), together))
        for at, bill in enumerate(account.bills)
    ]
    together.wait(10)
    with closing(selling.desk.client()) as client:
        answer = call(
            client, "take_payment", selling.desk.token, order.request_id, selling.text(order)
        )
    for holder in holders:
        holder.join()
    assert answer.code == "too_slow"
    assert state_of(world, account) == before


def _hold(world: World, bill_id: int, seconds: float, together: threading.Barrier) -> None:
    with locked_bill(world, bill_id):
        together.wait(10)
        time.sleep(seconds)


def forged(text: str, name: str, rows: object) -> tuple[str, str]:
    """The text with a second list of the same name, behind and before the first."""
    extra = f'"{name}": {json.dumps(rows)}'
    return text[:-1] + ", " + extra + "}", "{" + extra + ", " + text[1:]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("name", ["bills", "tenders", "accounts"])
def test_a_list_that_stands_twice_stores_nothing_unchecked(
    selling: Selling, world: World, name: str, place: int
) -> None:
    mine, theirs = world.account(("100",)), world.account(("77",), credit="5")
    order = selling.order(mine)
    bill = theirs.bills[0].bill_id
    rows = {
        "bills": [[bill, 77000, 0, 77000, 0], [bill, 77000, 0, 77000, 0]],
        "tenders": [["cash", 100000, 0], ["cash", 50000, 0]],
        "accounts": [[theirs.account_id, 500000], [theirs.account_id + 1, 500000]],
    }[name]
    before = state_of(world, theirs)
    text = forged(selling.text(order), name, rows)[place]
    with closing(selling.desk.client()) as client:
        answer = call(client, "take_payment", selling.desk.token, order.request_id, text)
    assert state_of(world, theirs) == before
    ((tendered,),) = world.run(
        "SELECT COALESCE(SUM(t.tendered), 0) FROM tenders t JOIN journal j USING (entry_id)"
        " WHERE j.request_id = %s",
        order.request_id.bytes,
    )
    assert tendered == (100 if answer.outcome == "done" else 0)


BAD_ROWS = [
    ("bills", [[1]]),
    ("bills", [["1", 1, 0, 1, 0]]),
    ("bills", [[1.5, 1, 0, 1, 0]]),
    ("bills", [{"a": 1}]),
    ("bills", {"a": 1}),
    ("bills", "x"),
    ("bills", None),
    ("bills", [[10**20, 1, 0, 1, 0]]),
    ("tenders", [["gold", 100000, 0]]),
    ("tenders", [["cash", -100000, 0]]),
    ("tenders", [["cash", 0, 0]]),
    ("tenders", [["cash", 100000, 200000]]),
    ("tenders", [["cash", 100000, -1]]),
    ("tenders", [["cash", 1e3, 0]]),
    ("accounts", []),
    ("accounts", [[1]]),
    ("rounding", "x"),
    ("rounding", 10),
    ("shift", None),
    ("account", "abc"),
    ("taken_at", 1.5),
    ("v", 2),
    ("v", None),
]


@pytest.mark.parametrize(("name", "value"), BAD_ROWS)
def test_a_malformed_order_is_refused(
    selling: Selling, world: World, name: str, value: object
) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    text = json.dumps({**json.loads(selling.text(order)), name: value})
    with closing(selling.desk.client()) as client:
        answer = call(client, "take_payment", selling.desk.token, order.request_id, text)
    assert answer.outcome == "refused"
    assert answer.code in {"bad_request", "other_version", "does_not_tie", "shift_not_open"}
    assert state_of(world, account) == before


def test_a_text_that_is_too_long_is_refused(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    text = json.dumps({**json.loads(selling.text(order)), "more": "x" * 70_000})
    with closing(selling.desk.client()) as client:
        answer = call(client, "take_payment", selling.desk.token, order.request_id, text)
    assert answer.code == "bad_request"


def test_between_calls_no_transaction_is_open(selling: Selling, world: World) -> None:
    def is_open() -> bool:
        sessions = world.run(
            "SELECT id FROM information_schema.processlist WHERE user = %s", selling.desk.user_name
        )
        assert sessions
        return any((one.thread_id,) in sessions for one in open_transactions(world.run))

    account = world.account(("100", "50"))
    number = selling.take(account, "100", part=True).number
    assert not is_open()
    with pytest.raises(Refused):
        selling.send(replace(selling.order(account), request_id=new_request_id(), shift_id=1))
    assert not is_open()
    selling.program.lookup.find(account.account_no)
    assert not is_open()
    selling.undo(number)
    assert not is_open()


def test_a_connection_of_its_own_pays_like_the_program(selling: Selling, world: World) -> None:
    """The gateway needs nothing but address and token: what a second lane would use."""
    connection = CounterConnection(selling.desk.address, selling.desk.token)
    connection.open(selling.desk.user_name, selling.desk.password)
    try:
        order = selling.order(world.account(("100",)))
        assert PaymentRepository(connection).take(order).receipt.total == 100
    finally:
        connection.close()
