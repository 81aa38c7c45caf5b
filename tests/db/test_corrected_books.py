"""What was corrected stands in the hall's day and in the books' totals as the journal has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import cast

import pytest

from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import Receipt
from cashier_app.domain.reports import Report, ReportOrder
from tests.support.correcting import Correcting
from tests.support.counter import SeedAccount, World, unique
from tests.support.day import local_today
from tests.support.hall import Hall
from tests.support.outside import bank_file, charged_late, open_channel
from tests.support.own_server import server  # noqa: F401

STEP = Decimal("0.05")


@pytest.fixture
def hall(world: World) -> Iterator[Hall]:
    with world.cash_step(str(STEP)):
        yield Hall(world)


@pytest.fixture
def correcting(hall: Hall) -> Correcting:
    return Correcting(hall.world, hall.first)


Since = Callable[[], dict[str, Decimal]]
"""What has been added to each figure since the test began: other tests post, too."""


def since_now(totals: Callable[[], dict[str, Decimal]]) -> Since:
    before = totals()

    def since() -> dict[str, Decimal]:
        return {key: left for key, now in totals().items() if (left := now - before.get(key, 0))}

    return since


def run(hall: Hall, name: str) -> Report:
    """A report of today."""
    ((today,),) = hall.world.run("SELECT local_date(SYSDATE(6))")
    return hall.program.reporting.reports.run(ReportOrder(name, today, today))


@pytest.fixture
def posted(hall: Hall) -> Since:
    """Totals of the ledger by item, adjustments with their kind."""

    def totals() -> dict[str, Decimal]:
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for row in run(hall, "ledger-totals").rows:
            _, item, detail, amount = cast("tuple[str, str, str, Decimal]", tuple(row))
            found[f"{item}/{detail}" if item == "adjusted" else item] += amount
        return found

    return since_now(totals)


@pytest.fixture
def receivables(hall: Hall) -> Since:
    """The receivables' columns of money."""

    def totals() -> dict[str, Decimal]:
        report = run(hall, "receivables")
        keys = [column.key for column in report.kind.columns]
        return {
            key: v for key, v in zip(keys, report.totals, strict=True) if isinstance(v, Decimal)
        }

    return since_now(totals)


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
    hall: Hall, correcting: Correcting, posted: Since
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


def test_credit_that_is_paid_out_or_moved_to_pays_no_bill(
    hall: Hall, correcting: Correcting, receivables: Since
) -> None:
    """Only credit that a bill was paid with, or got back from, stands among the receivables."""
    rich = hall.world.account((), credit="40")
    correcting.carry_out(correcting.refund(rich, "40"))
    assert receivables() == {}
    account, other = hall.world.account(("100",)), hall.world.account(())
    receipt = correcting.selling.take(account)
    correcting.carry_out(correcting.move(receipt.number, other))
    assert receivables() == {"opening": 100, "closing": 100, "aged": 100}
    saved = hall.world.account(("50",), credit="20")
    receipt = correcting.selling.take(saved)
    assert receivables() == {
        "opening": 150, "collected": -30, "credited": -20, "closing": 100, "aged": 100,
    }  # fmt: skip
    correcting.carry_out(correcting.reversal(receipt.number))
    assert receivables() == {"opening": 150, "closing": 150, "aged": 150}


def test_a_late_charge_that_stands_again_is_a_late_charge(
    hall: Hall, posted: Since, receivables: Since
) -> None:
    """The bank's payment took it back; the payment's reversal gives it back."""
    account = charged_late(hall.world, local_today() - timedelta(days=1))
    bank, supervisor = open_channel(hall.world, "bank", hall.office), Correcting(hall.world)
    in_time = str(local_today() - timedelta(days=3))
    with bank.service() as service:
        service.import_file(bank_file((unique("TX-"), account.account_no, "100"), day=in_time))
    assert posted()["adjusted/late_charge"] == receivables()["late"] == -7
    ((number,),) = hall.world.run(
        "SELECT receipt_no FROM payments WHERE account_id = %s", account.account_id
    )
    supervisor.carry_out(supervisor.reversal(number))
    assert [key for key in posted() if key.startswith("adjusted")] == []
    assert "late" not in receivables()
    assert "adjusted" not in receivables()
