"""What was paid together last time, as the payment screen is told it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import Receipt
from tests.support.counter import SeedAccount, World
from tests.support.selling import Selling


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def pay_first_bills(selling: Selling, *accounts: SeedAccount) -> Receipt:
    """One payment over the first open bill of each account; the first account heads it."""
    opened = [selling.program.lookup.open_account(account.account_id) for account in accounts]
    basket = Basket(opened[0].account_id, tuple(one.bills[0] for one in opened), {})
    order = order_from(
        plan_payment(basket, basket.left_to_pay),
        basket,
        request_id=new_request_id(),
        shift_id=selling.shift.shift_id,
        taken_at=selling.program.clock.now(),
    )
    return selling.send(order)


def offered(selling: Selling, account: SeedAccount) -> dict[int, Decimal]:
    opened = selling.program.lookup.open_account(account.account_id)
    return {one.account_id: one.due for one in opened.together}


def paid_this_year(selling: Selling, account: SeedAccount) -> Decimal:
    return selling.program.lookup.open_account(account.account_id).paid_this_year


def test_every_account_of_the_last_payment_offers_the_others_that_owe(
    selling: Selling, world: World
) -> None:
    head, other, settled = (
        world.account(["1", "2"]),
        world.account(["3", "4"]),
        world.account(["5"]),
    )
    assert offered(selling, head) == {}
    pay_first_bills(selling, head, other, settled)
    assert offered(selling, head) == {other.account_id: Decimal(4)}
    assert offered(selling, other) == {head.account_id: Decimal(2)}
    both = {head.account_id: Decimal(2), other.account_id: Decimal(4)}
    assert offered(selling, settled) == both


def test_only_the_last_payment_that_stands_counts(selling: Selling, world: World) -> None:
    head, other = world.account(["1", "2", "9"]), world.account(["3", "4"])
    pay_first_bills(selling, head, other)
    alone = pay_first_bills(selling, head)
    assert offered(selling, head) == {}
    assert paid_this_year(selling, head) == 3
    selling.undo(alone.number)
    assert offered(selling, head) == {other.account_id: Decimal(4)}
    assert paid_this_year(selling, head) == 1


@pytest.mark.parametrize(("others", "told"), [(5, 5), (6, 0)])
def test_a_handful_is_offered_and_a_payment_in_bulk_is_not(
    selling: Selling, world: World, others: int, told: int
) -> None:
    accounts = [world.account(["1", "2"]) for _ in range(others + 1)]
    pay_first_bills(selling, *accounts)
    assert len(offered(selling, accounts[0])) == told
