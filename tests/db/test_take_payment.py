"""Taking money through the real services (payments.md, section 2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.db.tables import metadata
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt, TakePayment, UndoPayment
from cashier_app.domain.shifts import CloseShift, LockCount, Pieces
from cashier_app.domain.utility import OpenShift
from cashier_app.services.program import Program
from tests.plugins.database import AdminFactory
from tests.support.correcting import Correcting
from tests.support.counter import Desk, SeedAccount, World


class Selling:
    """A desk with an open shift."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.program: Program = desk.program()
        self.program.sessions.sign_in(desk.user_name, desk.password)
        self.shift: OpenShift = desk.open_shift(self.program)

    def order(self, account: SeedAccount, received: str, *, part: bool = False) -> TakePayment:
        opened = self.program.lookup.open_account(account.account_id)
        basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
        plan = plan_payment(basket, Decimal(received), part=part)
        return order_from(
            plan,
            basket,
            request_id=self.program.new_request_id(),
            shift_id=self.shift.shift_id,
            taken_at=self.program.clock.now(),
        )

    def undo_of(self, receipt: Receipt) -> UndoPayment:
        return UndoPayment(
            self.program.new_request_id(),
            self.shift.shift_id,
            receipt.number,
            "wrong account",
            self.program.clock.now(),
        )


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def test_exact_cash(selling: Selling, world: World) -> None:
    account = world.account(("1259.50", "260"))
    receipt = selling.program.payments.take(selling.order(account, "1519.50"), "x").receipt
    assert receipt.number == f"{selling.desk.code}-000001"
    assert (receipt.total, receipt.change) == (Decimal("1519.50"), Decimal(0))
    assert receipt.account_due_after == 0
    assert receipt.qr_text
    assert not selling.program.lookup.open_account(account.account_id).bills


def test_same_request_twice_is_one_payment(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = selling.order(account, "200")
    first = selling.program.payments.take(order, "x").receipt
    again = selling.program.payments.take(order, "x").receipt
    assert again == first
    assert first.change == 100


def test_changed_contents_of_a_request_are_refused(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)), "100")
    selling.program.payments.take(order, "x")
    with pytest.raises(Refused, match="other_contents"):
        selling.program.payments.take(replace(order, shift_id=order.shift_id + 1), "x")


def test_credit_and_undo_put_everything_back(selling: Selling, world: World) -> None:
    account = world.account(("300", "50"), credit="200")
    before = selling.program.lookup.open_account(account.account_id)
    receipt = selling.program.payments.take(selling.order(account, "150"), "x").receipt
    assert receipt.credit_used == 200
    slip = selling.program.payments.undo(selling.undo_of(receipt), "x").receipt
    assert (slip.undoes, slip.total) == (receipt.number, Decimal(-150))
    after = selling.program.lookup.open_account(account.account_id)
    assert after.credit == before.credit
    assert [b.balance for b in after.bills] == [b.balance for b in before.bills]


def test_a_day(selling: Selling, world: World, tmp_path: Path) -> None:
    account = world.account(("300",))
    selling.program.payments.take(selling.order(account, "100", part=True), "x")
    locked = selling.program.shifts.lock_count(
        LockCount(
            selling.program.new_request_id(),
            selling.shift.shift_id,
            (Pieces(Decimal(1000), 2), Pieces(Decimal(100), 1)),
            0,
            0,
            selling.program.clock.now(),
        ),
        "x",
    )
    assert locked.difference == 0
    z = selling.program.shifts.close(
        CloseShift(
            selling.program.new_request_id(),
            selling.shift.shift_id,
            "",
            selling.program.clock.now(),
        ),
        "x",
    )
    assert (z.receipts, z.expected, z.signed) == (1, Decimal(2100), True)


WRITTEN = {
    "accounts", "bills", "claims", "counter_chains", "counters", "journal", "offices",
    "payment_allocations", "payments", "print_log", "requests", "series", "shifts", "tenders",
    "users",
}  # fmt: skip
"""What a payment writes, and the rows that its foreign keys read: there it may be busy."""


def test_nobody_at_work_elsewhere_holds_a_payment_or_its_receipt_up(
    selling: Selling, world: World, admin: AdminFactory
) -> None:
    """After its COMMIT a CALL reads what is committed, waits for nobody, and is told as stored."""
    account = world.account(("1259.50",))
    # Other customers' cheques and corrections are there, and few enough to be read through.
    Correcting(world).pay_by_cheque(world.account(("80",)))
    office = admin()
    with office.cursor() as cursor:
        cursor.execute("START TRANSACTION")
        for table in sorted(metadata.tables.keys() - WRITTEN):
            cursor.execute(f"SELECT 1 FROM `{table}` FOR UPDATE")
    receipt = selling.program.payments.take(selling.order(account, "1259.50"), "x").receipt
    assert receipt.meter_no
    assert selling.program.payments.undo(selling.undo_of(receipt), "x").receipt.undoes
    office.rollback()
