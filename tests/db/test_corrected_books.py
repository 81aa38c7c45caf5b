"""What was corrected stands in the hall's day and in the books' totals as the journal has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import Receipt
from cashier_app.domain.reports import ReportOrder
from tests.support.correcting import Correcting
from tests.support.counter import SeedAccount, World
from tests.support.hall import Hall
from tests.support.own_server import server  # noqa: F401

STEP = Decimal("0.05")


@pytest.fixture
def hall(world: World) -> Iterator[Hall]:
    with world.cash_step(str(STEP)):
        yield Hall(world)


@pytest.fixture
def correcting(hall: Hall) -> Correcting:
    return Correcting(hall.world, hall.first)


@pytest.fixture
def posted(hall: Hall) -> Callable[[], dict[str, Decimal]]:
    """What the day's totals have of each item since the test began: other tests post, too."""

    def totals() -> defaultdict[str, Decimal]:
        ((today,),) = hall.world.run("SELECT local_date(SYSDATE(6))")
        report = hall.program.reporting.reports.run(ReportOrder("ledger-totals", today, today))
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for row in report.rows:
            cells: list[Any] = list(row)
            found[cells[report.index("item")]] += cells[report.index("amount")]
        return found

    before = totals()

    def since() -> dict[str, Decimal]:
        return {key: left for key, now in totals().items() if (left := now - before[key])}

    return since


def paid_in_cash(correcting: Correcting, account: SeedAccount) -> Receipt:
    """All of an account, rounded to the coin."""
    selling = correcting.selling
    opened = selling.program.lookup.open_account(account.account_id)
    basket = Basket(opened.account_id, opened.bills)
    payable = plan_payment(basket, Decimal(0), cash_step=STEP).payable
    return selling.send(
        order_from(
            plan_payment(basket, payable, cash_step=STEP),
            basket,
            request_id=selling.program.new_request_id(),
            shift_id=selling.shift.shift_id,
            taken_at=selling.program.clock.now(),
        )
    )


def test_the_rounding_of_a_moved_receipt_is_counted_once_and_goes_back_once(
    hall: Hall, correcting: Correcting, posted: Callable[[], dict[str, Decimal]]
) -> None:
    account, other = hall.world.account(("10.02",)), hall.world.account(("10.02",))
    receipt = paid_in_cash(correcting, account)
    assert receipt.total == 10
    correcting.carry_out(correcting.move(receipt.number, other))
    assert hall.program.cash.day().rounding == Decimal("-0.02")
    assert hall.program.cash.day().ties
    assert posted()["rounding"] == Decimal("-0.02")
    correcting.carry_out(correcting.reversal(receipt.number))
    assert hall.program.cash.day().rounding == 0
    assert hall.program.cash.day().ties
    assert posted().keys() <= {"billed"}
