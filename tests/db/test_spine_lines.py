"""A receipt has 999 lines of a kind: those from 1001 on are what a correction books anew."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import MOST_BILLS, CreditUse, TakePayment, TenderKind, TenderOrder
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.selling import Selling, call, own_connection, state_of


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def coins(order: TakePayment, count: int) -> TakePayment:
    """Paid with so many coins of 1, each of them a tender."""
    return replace(order, tenders=(TenderOrder(TenderKind.CASH, Decimal(1)),) * count)


def bills(order: TakePayment, count: int) -> TakePayment:
    (line,) = order.allocations
    more = tuple(replace(line, bill_id=line.bill_id + at) for at in range(count))
    return replace(order, allocations=more)


def accounts(order: TakePayment, count: int) -> TakePayment:
    used = tuple(CreditUse(order.account_id + at, Decimal(1)) for at in range(1, count))
    return replace(order, credit_used=used)


@pytest.mark.parametrize("many", [coins, bills, accounts])
def test_no_list_of_a_payment_is_longer(selling: Selling, world: World, many: object) -> None:
    assert callable(many)
    account = world.account(("1000",))
    order = many(selling.order(account), MOST_BILLS + 1)
    before = state_of(world, account)
    with closing(selling.desk.client()) as client:
        answer = call(
            client, "take_payment", selling.desk.token, order.request_id, selling.text(order)
        )
    assert (answer.outcome, answer.code) == ("refused", "too_many_bills")
    assert state_of(world, account) == before


def test_the_counter_says_so_before_it_sends(selling: Selling, world: World) -> None:
    order = bills(selling.order(world.account(("1000",))), MOST_BILLS + 1)
    with pytest.raises(Refused, match="too_many_bills"):
        selling.send(order)
    assert not world.run("SELECT 1 FROM requests WHERE request_id = %s", order.request_id.bytes)


def test_the_longest_receipt_is_taken_and_taken_back(selling: Selling, world: World) -> None:
    account = world.account((str(MOST_BILLS),))
    before = state_of(world, account)[0][0][1:3]
    receipt = selling.send(coins(selling.order(account), MOST_BILLS))
    assert selling.undo(receipt.number).total == -MOST_BILLS
    assert state_of(world, account)[0][0][1:3] == before


@pytest.mark.parametrize(("lines_before", "left"), [(998, 20), (999, 30)])
def test_money_that_is_in_already_settles_as_many(
    world: World, lines_before: int, left: int
) -> None:
    """The rest stays with the caller, who makes credit of it."""
    account = world.account(("10", "20"))
    with closing(own_connection(world)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CALL settle_outside(%s, '', %s, 30, %s, %s, @lines, @children, @left, @refusal)",
            (
                account.account_id, lines_before, local_today(),
                datetime(9999, 1, 1),  # noqa: DTZ001 - as the server keeps it
            ),
        )  # fmt: skip
        cursor.execute("SELECT JSON_LENGTH(@lines), @left, @refusal")
        assert cursor.fetchone() == (MOST_BILLS - lines_before, left, "")
        connection.rollback()
