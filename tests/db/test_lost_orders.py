"""What a counter writes into a lost payment's order itself: no credit comes out of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from cashier_app.domain.canonical import micros
from cashier_app.domain.corrections import Act, PreparedAct
from tests.support.correcting import Correcting
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.selling import Answer, call, state_of


@pytest.fixture
def correcting(world: World) -> Correcting:
    return Correcting(world)


@pytest.fixture
def in_steps(world: World) -> Iterator[None]:
    """A utility whose cash is rounded."""
    with world.cash_step("0.05"):
        yield


def entered(correcting: Correcting, account: SeedAccount, total: int, order: str) -> Answer:
    """A loss of one payment, approved, and the payment entered again, all with a plain client.

    `total` is in thousandths; `order` is the text's part behind the account, as the client has it.
    """
    desk, world = correcting.desk, correcting.world
    ((last,),) = world.run(
        "SELECT last_no FROM series WHERE counter_id = %s AND kind = 'payment'", desk.counter_id
    )
    taken_at = micros(correcting.program.clock.now())
    kept = '{"account":' + json.dumps(account.account_no) + "," + order + "}"
    line = [desk.code, "payment", last + 1, uuid4().hex, "ab" * 32, total, taken_at, 1, "x", kept]
    loss = json.dumps(
        {"v": 1, "amount": total, "reason": "x", "taken_at": taken_at, "lines": [line]}
    )
    request = uuid4()
    fingerprint = hashlib.sha256(loss.encode()).hexdigest()
    prepared = PreparedAct(Act.LOST, request, fingerprint, loss, Decimal(total) / 1000)
    correcting.program.approvals.approve(correcting.supervisor, PASSWORD, prepared, "x")
    with closing(desk.client()) as client:
        assert call(client, "record_lost", desk.token, request, loss).outcome == "done"
        ((loss_id,),) = world.run(
            "SELECT entry_id FROM journal WHERE request_id = %s", request.bytes
        )
        text = {
            "v": 1, "shift": correcting.selling.shift.shift_id, "lost": loss_id, "line": 1,
            "taken_at": taken_at,
        }  # fmt: skip
        return call(client, "reenter_payment", desk.token, uuid4(), json.dumps(text))


def rounding_of(answer: Answer) -> int:
    """Of a payment that was entered, in thousandths."""
    assert answer.outcome == "done"
    return int(Decimal(str(answer.facts["rounding"])) * 1000)


def order(bills: list[list[Any]], tenders: list[list[Any]], rounding: int = 0) -> str:
    parts = json.dumps({"rounding": rounding, "bills": bills, "tenders": tenders})
    return parts[1:-1]


def refused(correcting: Correcting, account: SeedAccount, total: int, parts: str) -> str:
    before = state_of(correcting.world, account)
    answer = entered(correcting, account, total, parts)
    assert answer.outcome == "refused"
    assert state_of(correcting.world, account) == before
    return answer.code


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize("rounding", [-5_000_000, -30, 30])
def test_rounding_is_at_most_half_a_step(
    correcting: Correcting, world: World, rounding: int
) -> None:
    account = world.account(("100",))
    bills = [[account.bills[0].bill_no, -rounding, 0]] if rounding < 0 else []
    tenders = [["cash", rounding, 0]] if rounding > 0 else []
    parts = order(bills, tenders, rounding)
    assert refused(correcting, account, max(0, rounding), parts) == "bad_request"


@pytest.mark.usefixtures("in_steps")
def test_cash_that_is_not_on_the_step_was_not_rounded(correcting: Correcting, world: World) -> None:
    account = world.account(("100.01",))
    parts = order([[account.bills[0].bill_no, 100_010, 0]], [["cash", 100_020, 0]], 10)
    assert refused(correcting, account, 100_020, parts) == "bad_request"


def test_no_rounding_without_a_step(correcting: Correcting, world: World) -> None:
    account = world.account(("100.02",))
    parts = order([[account.bills[0].bill_no, 100_020, 0]], [["cash", 100_000, 0]], -20)
    assert refused(correcting, account, 100_000, parts) == "bad_request"


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize(("bill", "cash"), [("100.02", 100_000), ("100.03", 100_050)])
def test_an_honest_rounding_comes_back(
    correcting: Correcting, world: World, bill: str, cash: int
) -> None:
    account = world.account((bill,))
    due = int(Decimal(bill) * 1000)
    parts = order([[account.bills[0].bill_no, due, 0]], [["cash", cash, 0]], cash - due)
    answer = entered(correcting, account, cash, parts)
    assert rounding_of(answer) == cash - due
    assert _standing(world, account) == (Decimal(0), Decimal(0))


@pytest.mark.usefixtures("in_steps")
@pytest.mark.parametrize(("bill", "cash"), [("100.02", 100_000), ("100.03", 100_050)])
def test_a_bill_that_was_paid_meanwhile_leaves_the_money_and_no_rounding(
    correcting: Correcting, world: World, bill: str, cash: int
) -> None:
    account = world.account((bill,))
    correcting.selling.take(account)
    due = int(Decimal(bill) * 1000)
    parts = order([[account.bills[0].bill_no, due, 0]], [["cash", cash, 0]], cash - due)
    answer = entered(correcting, account, cash, parts)
    assert rounding_of(answer) == 0
    assert _standing(world, account) == (Decimal(0), Decimal(cash) / 1000)


@pytest.mark.usefixtures("in_steps")
def test_a_bill_is_not_paid_off_in_roundings(correcting: Correcting, world: World) -> None:
    account = world.account(("100",))
    parts = order([[account.bills[0].bill_no, 10_020, 0]], [["cash", 10_000, 0]], -20)
    answer = entered(correcting, account, 10_000, parts)
    assert rounding_of(answer) == 0
    assert _standing(world, account) == (Decimal(90), Decimal(0))


@pytest.mark.parametrize(
    "more",
    [
        '"bills": [["{bill}", -5000000, 0]]',
        '"bills": [["{bill}", 100000, -5000000]]',
        '"bills": [["{bill}", 1e9, 0]]',
        '"bills": [["{bill}", -5000000, 0, "x", 1, 1]]',
        '"bills": [["{bill}"], ["{bill}", 100000, 0]]',
        # Read twice, a list that stands twice would be another one the second time.
        '"bills": [["{bill}", 100000, 0]], "bills": [["{bill}", 100000, -5000000]]',
    ],
)
def test_no_credit_comes_out_of_amounts_below_zero(
    correcting: Correcting, world: World, more: str
) -> None:
    account = world.account(("100",))
    text = more.replace("{bill}", account.bills[0].bill_no)
    answer = entered(correcting, account, 100_000, text + ', "tenders": [["cash", 100000, 0]]')
    if answer.outcome == "refused":
        assert answer.code == "bad_request"
        assert _standing(world, account) == (Decimal(100), Decimal(0))
    else:
        assert more.count("bills") == 2
        assert _standing(world, account) == (Decimal(0), Decimal(0))


def _standing(world: World, account: SeedAccount) -> tuple[Decimal, Decimal]:
    """What the account's bills ask for, and its credit."""
    (found,) = world.run(
        "SELECT (SELECT SUM(b.balance) FROM bills b WHERE b.account_id = a.account_id), a.credit"
        " FROM accounts a WHERE a.account_id = %s",
        account.account_id,
    )
    return (found[0], found[1])
