"""Cheques that come back: bills, late charges and fee, cash only, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.bill_office import Instalment
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt, TenderKind
from cashier_app.domain.utility import Role
from tests.support.correcting import Correcting, books_of, breaches_added, new_paper, refused
from tests.support.counter import PASSWORD, World
from tests.support.day import local_today
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling


@pytest.fixture
def correcting(world: World) -> Correcting:
    return Correcting(world)


@pytest.fixture
def supervising(world: World) -> Correcting:
    """A supervisor with an open shift, who may bounce cheques alone."""
    world.set_rule("bounce_fee", "25")
    return Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))


@pytest.fixture
def cheque(supervising: Correcting, world: World) -> Callable[..., Receipt]:
    def pay(*bills: str) -> Receipt:
        return supervising.pay_by_cheque(world.account(bills))

    return pay


def test_a_bounced_cheque_restores_bills_and_bills_the_fee(
    supervising: Correcting, world: World
) -> None:
    account = world.account(("100", "50"))
    before = books_of(world, account)
    slip = supervising.pay_by_cheque(account)
    with breaches_added(world) as added:
        bounced = supervising.carry_out(supervising.bounce(slip, 1001, "150"), approved=False)
    assert added == []
    after = books_of(world, account)
    assert after.bills[:2] == before.bills
    assert [row[1:3] for row in after.bills[2:]] == [(Decimal(25), "issued")]
    ((cash_only,),) = world.run(
        "SELECT cu.cash_only FROM customers cu JOIN accounts a USING (customer_id)"
        " WHERE a.account_id = %s",
        account.account_id,
    )
    assert cash_only == 1
    events = world.run(
        "SELECT state FROM cheque_events WHERE entry_id = %s ORDER BY 1 DESC", slip.entry_id
    )
    assert [row[0] for row in events] == ["listed", "bounced"]
    assert bounced.number == f"{supervising.desk.code}-B-0001"
    assert supervising.expected_cash() == 2000
    assert refused(supervising, supervising.bounce(slip, 1001, "150")) == "already_bounced"


def test_late_charges_that_a_bounced_cheque_held_off_are_posted(
    supervising: Correcting, world: World
) -> None:
    account = world.account(("100",))
    (bill,) = account.bills
    world.insert(
        "bill_late_charges", bill_id=bill.bill_id, step=1, amount="7",
        post_on=local_today() - timedelta(days=1),
    )  # fmt: skip
    slip = supervising.pay_by_cheque(account)
    with breaches_added(world) as added:
        supervising.carry_out(supervising.bounce(slip, 1001, "100"), approved=False)
    assert added == []
    assert books_of(world, account).bills[0][1] == Decimal(107)


def test_a_bounced_instalment_leaves_late_charges_to_its_plan(
    supervising: Correcting, world: World
) -> None:
    """As the day's posting does: a plan that runs keeps them away until it ends."""
    account = world.account(("100",))
    (bill,) = account.bills
    yesterday = local_today() - timedelta(days=1)
    world.insert("bill_late_charges", bill_id=bill.bill_id, step=1, amount="7", post_on=yesterday)
    clerk = Login(world.address, world.person(Role.CLERK), PASSWORD)
    with connected(clerk) as connection:
        parts = (Instalment(yesterday + timedelta(days=30), Decimal(100)),)
        office = BillOffice(connection)
        plan = office.agree_plan(new_request_id(), account.account_no, parts, "By phone")
        instalment = supervising.selling.take(account, "40", part=True)
        by_cheque = supervising.tender(instalment.number, TenderKind.CHEQUE, new_paper())
        slip = supervising.carry_out(by_cheque)
        supervising.carry_out(supervising.bounce(slip, 1001, "40"), approved=False)
        assert books_of(world, account).bills[0][1] == Decimal(100)
        office.end_plan(plan, "broken")


def test_no_other_paper_bounces(
    supervising: Correcting, world: World, cheque: Callable[..., Receipt]
) -> None:
    cash = supervising.selling.take(world.account(("100",)))
    assert refused(supervising, supervising.bounce(cash, 1, "100")) == "no_such_cheque"
    slip = cheque("70")
    supervising.carry_out(supervising.tender(slip.undoes, TenderKind.CARD))
    assert refused(supervising, supervising.bounce(slip, 1001, "70")) == "no_such_cheque"
    again = supervising.carry_out(supervising.tender(slip.undoes, TenderKind.CHEQUE, new_paper()))
    assert refused(supervising, supervising.bounce(slip, 1001, "70")) == "no_such_cheque"
    assert supervising.carry_out(supervising.bounce(again, 1001, "70"), approved=False).undoes


def test_who_pays_in_cash_only_gives_no_cheque_by_a_correction(
    supervising: Correcting, world: World
) -> None:
    account = world.account(("70", "30"))
    slip = supervising.pay_by_cheque(account)
    supervising.carry_out(supervising.bounce(slip, 1001, "100"), approved=False)
    again = supervising.selling.take(account)
    order = supervising.tender(again.number, TenderKind.CHEQUE, new_paper())
    assert refused(supervising, order) == "cash_only"
    assert supervising.carry_out(supervising.tender(again.number, TenderKind.CARD)).undoes


def test_whose_cheque_it_would_be_is_asked_where_the_receipt_stands_now(
    supervising: Correcting, world: World
) -> None:
    """It was moved: to who pays in cash only, or away from there."""
    poor, other = world.account(("70",)), world.account(("70",))
    world.run(
        "UPDATE customers SET cash_only = 1 WHERE customer_id ="
        " (SELECT customer_id FROM accounts WHERE account_id = %s)",
        poor.account_id,
    )
    receipt = supervising.selling.take(other)
    supervising.carry_out(supervising.move(receipt.number, poor))
    order = supervising.tender(receipt.number, TenderKind.CHEQUE, new_paper())
    assert refused(supervising, order) == "cash_only"
    supervising.carry_out(supervising.move(receipt.number, other))
    order = supervising.tender(receipt.number, TenderKind.CHEQUE, new_paper())
    assert supervising.carry_out(order).undoes == receipt.number


def test_a_cashier_bounces_nothing(correcting: Correcting, cheque: Callable[..., Receipt]) -> None:
    slip = cheque("70")
    with pytest.raises(Refused, match="no_right"):
        correcting.carry_out(correcting.bounce(slip, 1001, "70"), approved=False)
