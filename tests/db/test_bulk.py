"""A customer's list of accounts paid by one cheque: one receipt for all, or one each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cashier_app.domain.bulk import BulkMoney
from cashier_app.domain.errors import Refused
from cashier_app.services.bulk import BulkService
from tests.support.correcting import breaches_added
from tests.support.counter import SeedAccount, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, state_of
from tests.support.tender_parts import RUPEE, a_cheque


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


@pytest.fixture
def bulk(selling: Selling) -> BulkService:
    return selling.program.bulk


def a_list(*accounts: SeedAccount, more: str = "") -> bytes:
    return "\n".join(["account", *(a.account_no for a in accounts), more]).encode()


def test_one_receipt_for_the_whole_list(selling: Selling, bulk: BulkService, world: World) -> None:
    accounts = [world.account(("100",)), world.account(("30", "20"), credit="5"), world.account()]
    found = bulk.read(a_list(*accounts, more="99"), RUPEE, by_cheque=True)
    assert (found.total, [r.code for r in found.refused]) == (Decimal(250), ["no_such_account"])
    order = bulk.order_for_all(found.lines, BulkMoney(a_cheque("250")), selling.shift.shift_id)
    with breaches_added(world) as added:
        receipt = selling.send(order)
    assert added == []
    assert (receipt.total, len(receipt.lines)) == (Decimal(250), 4)
    for account in accounts:
        assert {row[2] for row in state_of(world, account)[0]} == {"paid"}
    assert state_of(world, accounts[1])[1][0][0] == 5


def test_a_receipt_for_each_line_of_one_cheque(
    selling: Selling, bulk: BulkService, world: World
) -> None:
    accounts = [world.account((bill,)) for bill in ("100", "30", "20")]
    lines = bulk.read(a_list(*accounts), RUPEE, by_cheque=True).lines
    cheque, shift_id = BulkMoney(a_cheque("150")), selling.shift.shift_id
    selling.take(accounts[1])  # the customer was here before
    orders = [bulk.order_for_line(line, cheque, shift_id) for line in lines]
    with breaches_added(world) as added:
        assert selling.send(orders[0]).total == 100
        with pytest.raises(Refused, match="bill_changed"):
            selling.send(orders[1])
        assert selling.send(orders[2]).total == 20
    assert added == []


def test_a_list_that_broke_off_asks_only_for_the_rest(
    selling: Selling, bulk: BulkService, world: World
) -> None:
    accounts = [world.account((bill,)) for bill in ("100", "30")]
    first = bulk.read(a_list(*accounts), RUPEE, by_cheque=True)
    cheque, shift_id = BulkMoney(a_cheque("130")), selling.shift.shift_id
    selling.send(bulk.order_for_line(first.lines[0], cheque, shift_id))
    again = bulk.read(a_list(*accounts), RUPEE, by_cheque=True)
    assert [(r.line, r.code) for r in again.refused] == [(2, "nothing_due")]
    assert selling.send(bulk.order_for_line(again.lines[0], cheque, shift_id)).total == 30


def test_a_long_list(selling: Selling, bulk: BulkService, world: World) -> None:
    """More accounts than one CALL asks for; numbers that nobody has are named."""
    account = world.account(("10",))
    numbers = "\n".join(f"99{n:07d}" for n in range(450))
    found = bulk.read(a_list(account, more=numbers), RUPEE, by_cheque=False)
    assert (len(found.lines), len(found.refused)) == (1, 450)


def test_a_cash_only_customer_stays_off_a_cheque(
    selling: Selling, bulk: BulkService, world: World
) -> None:
    account = world.account(("10",))
    world.run(
        "UPDATE customers SET cash_only = 1 WHERE customer_id ="
        " (SELECT customer_id FROM accounts WHERE account_id = %s)",
        account.account_id,
    )
    by_cheque = bulk.read(a_list(account), RUPEE, by_cheque=True)
    assert [r.code for r in by_cheque.refused] == ["cash_only"]
    by_cash = bulk.read(a_list(account), RUPEE, by_cheque=False)
    order = bulk.order_for_all(by_cash.lines, BulkMoney(cash=Decimal(50)), selling.shift.shift_id)
    assert selling.send(order).change == 40


def test_what_is_no_list_is_refused(bulk: BulkService) -> None:
    with pytest.raises(Refused, match="bad_file"):
        bulk.read(b"number\n1\n", RUPEE, by_cheque=True)
