"""Every plan ties out, whatever is marked and handed over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.allocation import Basket, Plan, order_from, plan_payment, rebook
from cashier_app.domain.payments import MOST_BILLS, TenderKind, TenderOrder
from tests.support.bills import open_bill

cents = st.integers(1, 500_000).map(lambda n: Decimal(n) / 100)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    count = draw(st.integers(0, 6))
    bills = []
    for at in range(count):
        balance = draw(cents)
        discount = draw(st.sampled_from([Decimal(0), min(balance, Decimal("5.00"))]))
        bills.append(
            open_bill(
                bill_id=at + 1,
                account_id=draw(st.integers(1, 3)),
                balance=balance,
                due=balance - discount,
                due_on=date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 60))),
            )
        )
    credit = {a: draw(st.sampled_from([Decimal(0), Decimal("7.35")])) for a in (1, 2, 3)}
    return Basket(1, tuple(bills), credit)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Basket, Plan]:
    basket = draw(baskets())
    received = draw(st.one_of(st.just(basket.left_to_pay), cents, st.just(Decimal(0))))
    plan = plan_payment(
        basket,
        received,
        cash_step=draw(st.sampled_from([Decimal(0), Decimal("0.05"), Decimal(1)])),
        part=draw(st.booleans()),
        keep_change=draw(st.booleans()),
    )
    return basket, plan


@given(plans())
def test_every_plan_that_can_be_taken_ties_out(made: tuple[Basket, Plan]) -> None:
    basket, plan = made
    if not plan.can_be_taken:
        return
    order = order_from(plan, basket, request_id=UUID(int=1), shift_id=1, taken_at=NOW)
    handed_over = sum((t.tendered - t.change for t in order.tenders), Decimal(0))
    used = sum((c.amount for c in order.credit_used), Decimal(0))
    settled = sum((a.amount for a in order.allocations), Decimal(0))
    assert handed_over + used == settled + order.credit_made + order.rounding
    assert all(Decimal(0) <= t.change <= t.tendered for t in order.tenders)


@given(plans())
def test_no_bill_gets_more_than_it_owes(made: tuple[Basket, Plan]) -> None:
    basket, plan = made
    bills: dict[int, OpenBill] = {bill.bill_id: bill for bill in basket.bills}
    assert len({a.bill_id for a in plan.allocations}) == len(plan.allocations)
    for allocation in plan.allocations:
        bill = bills[allocation.bill_id]
        assert 0 < allocation.amount <= bill.due
        assert allocation.discount == (bill.balance - bill.due) * (allocation.amount == bill.due)


@given(plans())
def test_credit_pays_bills_of_its_own_account_only(made: tuple[Basket, Plan]) -> None:
    basket, plan = made
    for use in plan.credit_used:
        own = sum(
            (a.amount for a in plan.allocations if a.account_id == use.account_id), Decimal(0)
        )
        assert use.amount <= min(own, basket.credit[use.account_id])


def test_a_part_uses_an_accounts_credit_once_over_its_bills() -> None:
    bills = tuple(
        open_bill(
            bill_id=at, account_id=1, balance=Decimal(100), due=Decimal(100), due_on=NOW.date()
        )
        for at in (1, 2)
    )
    plan = plan_payment(Basket(1, bills, {1: Decimal(50)}), Decimal(20), part=True)
    assert [a.amount for a in plan.allocations] == [Decimal(70)]


def test_what_pays_every_bill_is_no_part_though_the_coin_asks_for_more() -> None:
    """10.04 for 10.03 where cash is rounded up to 10.05: as a part a cent of it had no place."""
    bill = open_bill(
        bill_id=1, account_id=1, balance=Decimal("10.03"), due=Decimal("10.03"), due_on=NOW.date()
    )
    basket, step = Basket(1, (bill,)), Decimal("0.05")
    plan = plan_payment(basket, Decimal("10.04"), cash_step=step, part=True)
    assert not plan.can_be_taken
    assert plan.still_to_pay == Decimal("0.01")
    less = plan_payment(basket, Decimal("10.02"), cash_step=step, part=True)
    assert less.can_be_taken
    assert less.is_part


@given(plans())
def test_too_little_is_never_taken_unless_as_a_part(made: tuple[Basket, Plan]) -> None:
    _, plan = made
    if plan.can_be_taken and not plan.is_part:
        assert plan.received >= plan.payable
        # Kept as credit, money is not rounded: the bills cost what they say, not what cash can pay.
        cost = plan.left_to_pay + plan.rounding
        assert plan.change + plan.credit_made + cost == plan.received


@given(
    basket=baskets(),
    cards=st.lists(cents, max_size=2),
    step=st.sampled_from([Decimal("0.05"), Decimal("0.50"), Decimal(5)]),
    more=st.one_of(st.just(Decimal(0)), cents, cents.map(lambda amount: -amount)),
    part=st.booleans(),
    keep_change=st.booleans(),
)
def test_only_cash_that_pays_everything_off_is_rounded(
    basket: Basket,
    cards: list[Decimal],
    step: Decimal,
    more: Decimal,
    part: bool,
    keep_change: bool,
) -> None:
    """What take_payment holds every rounding against, whatever is given beside the cash."""
    others = tuple(TenderOrder(TenderKind.CARD, card, slip_no="1") for card in cards)
    payable = plan_payment(basket, Decimal(0), others=others, cash_step=step).payable
    plan = plan_payment(
        basket, max(payable + more, Decimal(0)), others=others, cash_step=step, part=part,
        keep_change=keep_change,
    )  # fmt: skip
    if not plan.can_be_taken or plan.rounding == 0:
        return
    assert plan.credit_made == 0
    assert all(a.amount + a.discount == a.balance_shown for a in plan.allocations)
    assert (plan.received - plan.change) % step == 0
    assert abs(plan.rounding) * 2 <= step


def test_money_that_moves_is_booked_to_as_many_bills_as_a_receipt_has() -> None:
    bills = tuple(
        open_bill(bill_id=at, account_id=1, balance=Decimal(1), due=Decimal(1), due_on=NOW.date())
        for at in range(1, MOST_BILLS + 502)
    )
    allocations, left = rebook(1, bills, Decimal(1200))
    assert (len(allocations), left) == (MOST_BILLS, Decimal(1200) - MOST_BILLS)
