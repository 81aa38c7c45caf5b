"""The server accepts every plan made from its own data, and its texts are Python's texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cashier_app.domain import canonical
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import TakePayment
from tests.support.counter import World
from tests.support.selling import Selling

cents = st.integers(1, 900_00).map(lambda n: Decimal(n) / 100)


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    amounts=st.lists(cents, min_size=1, max_size=5),
    credit=st.sampled_from(["0", "0.05", "12.30", "5000"]),
    received=st.one_of(st.none(), cents),
    part=st.booleans(),
    keep_change=st.booleans(),
)
def test_plans_from_the_servers_data_are_accepted(
    selling: Selling,
    world: World,
    amounts: list[Decimal],
    credit: str,
    received: Decimal | None,
    part: bool,
    keep_change: bool,
) -> None:
    account = world.account([str(amount) for amount in amounts], credit=credit)
    opened = selling.program.lookup.open_account(account.account_id)
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    cash = basket.left_to_pay if received is None else received
    plan = plan_payment(basket, cash, part=part, keep_change=keep_change)
    if not plan.can_be_taken:
        return
    order = order_from(
        plan,
        basket,
        request_id=selling.program.new_request_id(),
        shift_id=selling.shift.shift_id,
        taken_at=selling.program.clock.now(),
    )
    receipt = selling.send(order)
    used = sum((c.amount for c in plan.credit_used), Decimal(0))
    # Credit of one account that is used and made again is one movement.
    assert receipt.credit_made - receipt.credit_used == plan.credit_made - used
    assert receipt.change == plan.change
    assert receipt.total == sum(t.tendered - t.change for t in order.tenders)
    (entry,) = world.run(
        "SELECT j.number, j.chain_no, j.stored_at, j.business_date, j.canonical, j.previous_hash,"
        " j.hash, c.code FROM journal j JOIN counters c USING (counter_id) WHERE j.entry_id = %s",
        receipt.entry_id,
    )
    text = _python_text(selling, order, entry, receipt.account_due_after, receipt.credit_after)
    assert entry[4].decode() == text
    assert entry[6] == canonical.entry_hash(entry[5], text)


def _python_text(
    selling: Selling, order: TakePayment, entry: Any, due: Decimal, credit: Decimal
) -> str:
    bills = sorted(order.allocations, key=lambda a: a.bill_id)
    moved = order.credit_made - sum((c.amount for c in order.credit_used), Decimal(0))
    return canonical.entry_text(
        kind="payment",
        counter_code=entry[7],
        number=entry[0],
        chain_no=entry[1],
        request_id=order.request_id,
        shift_id=order.shift_id,
        person=selling.desk.user_name,
        taken_at=order.taken_at,
        stored_at=entry[2],
        business_date=entry[3],
        children=(
            *(
                canonical.allocation_child(n, a.bill_id, a.amount, a.discount)
                for n, a in enumerate(bills, 1)
            ),
            *([canonical.credit_child(1, order.account_id, moved)] if moved else []),
            canonical.payment_child(order.account_id, order.rounding, due, credit),
            *(
                canonical.tender_child(n, t.kind.value, t.tendered, t.change)
                for n, t in enumerate(order.tenders, 1)
            ),
        ),
    )
