"""Credit paid out in cash: never more than there is, and none of a cheque that is still unsure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt, TenderKind
from tests.support.correcting import Correcting, books_of, breaches_added, new_paper, refused
from tests.support.counter import SeedAccount, World
from tests.support.own_server import server  # noqa: F401


@pytest.fixture
def correcting(world: World) -> Correcting:
    return Correcting(world)


def test_credit_is_paid_out_and_never_more_than_there_is(
    correcting: Correcting, world: World
) -> None:
    account = world.account((), credit="40")
    with breaches_added(world) as added:
        slip = correcting.carry_out(correcting.refund(account, "15.50"))
    assert added == []
    assert books_of(world, account).credit == Decimal("24.50")
    assert correcting.expected_cash() == Decimal("1984.50")
    assert (slip.kind, slip.number) == ("refund", f"{correcting.desk.code}-F-0001")
    assert (slip.total, slip.credit_after) == (Decimal("-15.50"), Decimal("24.50"))
    assert refused(correcting, correcting.refund(account, "24.51")) == "credit_used"
    for bad in ("0", "-5", "1.005"):
        order = replace(correcting.refund(account, "1"), amount=Decimal(bad))
        with pytest.raises(Refused):
            correcting.carry_out(order)
    assert books_of(world, account).credit == Decimal("24.50")


def test_credit_of_an_uncleared_cheque_is_not_paid_out(
    correcting: Correcting, world: World
) -> None:
    account = world.account(())
    opened = correcting.program.lookup.open_account(account.account_id)
    advance = correcting.selling.send(correcting.selling.order_for(opened, (), "80"))
    correcting.carry_out(correcting.tender(advance.number, TenderKind.CHEQUE, new_paper()))
    assert refused(correcting, correcting.refund(account, "10")) == "cheque_not_cleared"


def test_a_second_refund_of_one_session_is_paid_out(correcting: Correcting, world: World) -> None:
    account = world.account((), credit="40")
    for left in ("30", "20", "10"):
        correcting.carry_out(correcting.refund(account, "10"))
        assert books_of(world, account).credit == Decimal(left)


def _paid_with_credit_and_a_cheque(
    correcting: Correcting, world: World
) -> tuple[SeedAccount, Receipt]:
    account = world.account(("100",), credit="40")
    receipt = correcting.selling.take(account)
    correcting.carry_out(correcting.tender(receipt.number, TenderKind.CHEQUE, new_paper()))
    assert books_of(world, account).credit == 0
    return account, receipt


def test_credit_that_came_back_with_an_undone_payment_is_paid_out(
    correcting: Correcting, world: World
) -> None:
    """It was the customer's before the cheque came, and the cheque went back."""
    account, receipt = _paid_with_credit_and_a_cheque(correcting, world)
    correcting.selling.undo(receipt.number)
    assert books_of(world, account).credit == 40
    slip = correcting.carry_out(correcting.refund(account, "40"))
    assert slip.total == -40


def test_credit_that_came_back_with_a_reversed_payment_is_paid_out(
    correcting: Correcting, world: World
) -> None:
    account, receipt = _paid_with_credit_and_a_cheque(correcting, world)
    correcting.carry_out(correcting.reversal(receipt.number))
    correcting.carry_out(correcting.refund(account, "40"))
    assert books_of(world, account).credit == 0


def test_a_moved_cheque_holds_its_own_money_only(correcting: Correcting, world: World) -> None:
    """Where it is now, what it paid is held; the credit that was used beside it is free again."""
    account, receipt = _paid_with_credit_and_a_cheque(correcting, world)
    other = world.account(())
    correcting.carry_out(correcting.move(receipt.number, other))
    assert refused(correcting, correcting.refund(other, "1")) == "cheque_not_cleared"
    correcting.carry_out(correcting.refund(account, "40"))
    assert books_of(world, account).credit == 0
