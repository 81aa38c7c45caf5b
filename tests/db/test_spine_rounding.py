"""Cash is rounded where all is paid off, and nowhere else: no money comes out of the rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import TakePayment, TenderOrder
from tests.support.correcting import Correcting, breaches
from tests.support.counter import SeedAccount, World
from tests.support.day import local_today
from tests.support.selling import Selling, state_of
from tests.support.tender_parts import by_card

STEP = Decimal("0.05")
NOTHING = Decimal(0)


@pytest.fixture
def selling(world: World) -> Iterator[Selling]:
    with world.cash_step(str(STEP)):
        yield Selling(world.desk())


def planned(
    selling: Selling, account: SeedAccount, *others: TenderOrder, received: str = ""
) -> TakePayment:
    """What the screen would send for all bills of an account."""
    opened = selling.program.lookup.open_account(account.account_id)
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    payable = plan_payment(basket, NOTHING, others=others, cash_step=STEP).payable
    plan = plan_payment(
        basket, Decimal(received) if received else payable, others=others, cash_step=STEP
    )
    return order_from(
        plan,
        basket,
        request_id=selling.program.new_request_id(),
        shift_id=selling.shift.shift_id,
        taken_at=selling.program.clock.now(),
    )


def refused(selling: Selling, order: TakePayment) -> str:
    with pytest.raises(Refused) as error:
        selling.send(order)
    return error.value.code


def part(order: TakePayment, pays: str, cash: str, rounding: str) -> TakePayment:
    """The order with another amount for its last bill, other cash and rounding of its own."""
    *others, last = order.allocations
    amount = Decimal(pays)
    allocation = replace(last, amount=amount, discount=NOTHING)
    return replace(
        order,
        allocations=(*others, allocation) if amount else tuple(others),
        tenders=(replace(order.tenders[0], tendered=Decimal(cash), change=NOTHING),)
        if Decimal(cash)
        else (),
        rounding=Decimal(rounding),
    )


def test_no_credit_comes_out_of_the_rounding(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    before = state_of(world, account)
    order = part(planned(selling, account), "0", "0", "-0.02")
    assert refused(selling, replace(order, credit_made=Decimal("0.02"))) == "does_not_tie"
    assert state_of(world, account) == before


def test_nor_beside_a_bill_that_is_paid_off(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = part(planned(selling, account), "100", "100", "-0.02")
    assert refused(selling, replace(order, credit_made=Decimal("0.02"))) == "does_not_tie"


@pytest.mark.parametrize(
    ("pays", "cash", "rounding"),
    [("0.02", "0", "-0.02"), ("10.02", "10", "-0.02"), ("9.98", "10", "0.02")],
)
def test_a_bill_is_not_paid_off_in_roundings(
    selling: Selling, world: World, pays: str, cash: str, rounding: str
) -> None:
    for bills in (("100",), ("5", "100")):
        account = world.account(bills)
        before = state_of(world, account)
        more = str(Decimal(cash) + (5 if len(bills) == 2 else 0))
        order = part(planned(selling, account), pays, more, rounding)
        assert refused(selling, order) == "does_not_tie"
        assert state_of(world, account) == before


def test_cash_that_is_not_on_the_step_was_not_rounded(selling: Selling, world: World) -> None:
    account = world.account(("100.01",))
    order = part(planned(selling, account), "100.01", "100.02", "0.01")
    assert refused(selling, order) == "does_not_tie"


def test_what_the_screen_rounds_is_taken_and_taken_back(world: World) -> None:
    """Down, up, to nothing, beside a card, credit and a discount; undone, reversed, moved."""
    with world.cash_step(str(STEP)):
        correcting = Correcting(world)
        selling = correcting.selling
        until = local_today() + timedelta(days=3)
        known = set(breaches(world))
        taken = []
        for account, others, rounding in (
            (world.account(("100.02",)), (), "-0.02"),
            (world.account(("60.01", "40.02")), (), "0.02"),
            (world.account(("0.02",)), (), "-0.02"),
            (world.account(("100.03",)), (by_card("50"),), "0.02"),
            (world.account(("100.02",), credit="50.01"), (), "-0.01"),
            (
                world.account(("100.02",), discount="5", discount_until=until, due_in_days=5),
                (),
                "-0.02",
            ),
        ):
            order = planned(selling, account, *others)
            assert order.rounding == Decimal(rounding)
            receipt = selling.send(order)
            assert all(state == ("paid", NOTHING) for state in bills_of(world, account))
            taken.append((receipt, account))
        selling.undo(taken[-1][0].number)
        assert bills_of(world, taken[-1][1]) == [("issued", Decimal("100.02"))]
        correcting.carry_out(correcting.reversal(taken[0][0].number))
        assert bills_of(world, taken[0][1]) == [("issued", Decimal("100.02"))]
        correcting.carry_out(correcting.move(taken[1][0].number, world.account(("200",))))
        assert {line for line in breaches(world) if "given without" not in line} <= known


def bills_of(world: World, account: SeedAccount) -> list[tuple[str, Decimal]]:
    rows = world.run(
        "SELECT status, balance FROM bills WHERE account_id = %s ORDER BY bill_id",
        account.account_id,
    )
    return [(row[0], row[1]) for row in rows]
