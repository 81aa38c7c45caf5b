"""A cheque comes back whose credit was used: what was used is owed again, by a bill of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.office import ask_office
from cashier_app.db.repositories.bill_papers import read_statement
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.errors import Refused
from cashier_app.domain.payments import Receipt
from cashier_app.domain.utility import Role
from tests.support.billing import Street, end_of
from tests.support.correcting import Correcting, breaches_added, refused
from tests.support.counter import PASSWORD, SeedAccount, World
from tests.support.day import local_today
from tests.support.office import Office
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling
from tests.support.tender_parts import a_cheque, by_cheque

TITLE = "Returned cheque: credit that was used"


@pytest.fixture
def bank(world: World) -> Correcting:
    """A supervisor with an open shift, who may bounce cheques alone; without a fee."""
    world.set_rule("bounce_fee", "0")
    return Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))


Overpay = Callable[[SeedAccount], Receipt]


@pytest.fixture
def overpaid(bank: Correcting) -> Overpay:
    """The first bill of 100 by a cheque of 150: 50 are credit."""

    def pay(account: SeedAccount) -> Receipt:
        selling = bank.selling
        opened = selling.program.lookup.open_account(account.account_id)
        basket = Basket(opened.account_id, opened.bills[:1])
        plan = plan_payment(basket, Decimal(0), others=(by_cheque(a_cheque("150")),))
        receipt = selling.send(
            order_from(
                plan, basket, request_id=new_request_id(), shift_id=selling.shift.shift_id,
                taken_at=selling.program.clock.now(),
            )
        )  # fmt: skip
        assert receipt.credit_made == 50
        return receipt

    return pay


def came_back(bank: Correcting, slip: Receipt) -> Receipt:
    with breaches_added(bank.world) as added:
        bounced = bank.carry_out(bank.bounce(slip, 1, "150"), approved=False)
    assert added == []
    return bounced


def owed(world: World, account: SeedAccount) -> list[tuple[Any, ...]]:
    """Title, balance and status of each bill."""
    return [
        (str(title), Decimal(balance), str(status))
        for title, balance, status in world.run(
            "SELECT title, balance, status FROM bills WHERE account_id = %s ORDER BY bill_id",
            account.account_id,
        )
    ]


def credit_of(world: World, account: SeedAccount) -> Decimal:
    ((credit,),) = world.run(
        "SELECT credit FROM accounts WHERE account_id = %s", account.account_id
    )
    return Decimal(credit)


def test_what_was_used_at_the_counter_is_owed_again(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    account = world.account(("100", "70"))
    slip = overpaid(account)
    assert bank.selling.take(account).total == 20
    bounced = came_back(bank, slip)
    (first, second, debt) = owed(world, account)
    assert (first[1:], second[1:]) == ((100, "issued"), (0, "paid"))
    assert debt == (TITLE, 50, "issued")
    assert credit_of(world, account) == 0
    assert bounced.account_due_after == 150
    assert bounced.credit_after == 0
    with breaches_added(world) as added:
        assert bank.selling.take(account).total == 150
    assert added == []


def test_what_is_left_of_the_credit_goes_first(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    account = world.account(("100", "30"))
    slip = overpaid(account)
    bank.selling.take(account)
    assert credit_of(world, account) == 20
    came_back(bank, slip)
    assert owed(world, account)[2:] == [(TITLE, 30, "issued")]
    assert credit_of(world, account) == 0


def test_credit_that_was_not_used_makes_no_bill(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    account = world.account(("100",), credit="10")
    slip = overpaid(account)
    came_back(bank, slip)
    assert len(owed(world, account)) == 1
    assert credit_of(world, account) == 10


def test_credit_that_was_paid_out_is_owed_again(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    """The bank had paid, and took it back later."""
    account = world.account(("100",))
    slip = overpaid(account)
    order = bank.bounce(slip, 1, "150")
    world.run(
        "INSERT INTO cheque_events (entry_id, line_no, state, stored_at, user_id)"
        " SELECT entry_id, line_no, 'cleared', SYSDATE(6), user_id FROM cheque_events"
        " WHERE entry_id = %s AND line_no = 1",
        slip.entry_id,
    )
    bank.carry_out(bank.refund(account, "50"))
    with breaches_added(world) as added:
        bank.carry_out(order, approved=False)
    assert added == []
    assert owed(world, account)[1:] == [(TITLE, 50, "issued")]


def test_credit_that_a_bill_began_with_is_owed_again(
    bank: Correcting, world: World, overpaid: Overpay, tmp_path: Path
) -> None:
    street = Street(world, Office(world, tmp_path))
    home = street.home()
    street.read(home.meter_no, end_of(9), 100)
    street.bill(9)
    ((account_id,),) = world.run(
        "SELECT account_id FROM accounts WHERE account_no = %s", home.account_no
    )
    account = SeedAccount(account_id, home.account_no, home.meter_no, "", "", ())
    slip = overpaid(account)
    street.read(home.meter_no, end_of(10), 180)
    street.bill(10)
    assert street.money(home) == (30, 0)
    came_back(bank, slip)
    assert street.money(home) == (100 + 30 + 50, 0)
    assert street.breaches() == []
    # The bill that had used the credit can be cancelled, and the debt then with that credit.
    street.cancel(street.bills(home)[1][0])
    assert street.money(home) == (100 + 50, 50)
    street.cancel(street.bills(home)[2][0])
    assert street.money(home) == (100, 0)
    assert street.breaches() == []


def test_reports_and_statement_lead_to_what_is_owed(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    today = local_today()

    def asked(report: str) -> list[dict[str, object]]:
        clerk = Login(world.address, world.person(Role.SUPERVISOR), PASSWORD)
        with connected(clerk) as connection:
            return [
                dict(row)
                for row in ask_office(connection, report, today, today, "", "", "", "").sets[0]
            ]

    def posted() -> dict[tuple[object, object], Decimal]:
        return {
            (row["item"], row["detail"]): Decimal(str(row["amount"]))
            for row in asked("report_ledger_totals")
        }

    account = world.account(("100", "70"))
    slip = overpaid(account)
    bank.selling.take(account)
    before = posted()
    came_back(bank, slip)
    after, none = posted(), Decimal(0)
    changed = {
        key: left
        for key in {*before, *after}
        if (left := after.get(key, none) - before.get(key, none))
    }
    assert changed == {
        ("billed", "carried"): 50, ("credit", "counter"): -50, ("paid", "bill"): -100,
        ("tender", "cheque"): -150,
    }  # fmt: skip
    assert [row["difference"] for row in asked("report_receivables")] == [0] * len(
        asked("report_receivables")
    )
    with connected(Login(world.address, world.person(Role.CLERK), PASSWORD)) as connection:
        statement = read_statement(
            connection, account.account_no, today - timedelta(days=90), today
        )
    assert statement.closing == 150


def test_the_debt_is_cancelled_only_with_credit_to_match(
    bank: Correcting, world: World, overpaid: Overpay, tmp_path: Path
) -> None:
    account = world.account(("100", "70"))
    slip = overpaid(account)
    bank.selling.take(account)
    came_back(bank, slip)
    ((number,),) = world.run(
        "SELECT bill_no FROM bills WHERE account_id = %s AND title = %s", account.account_id, TITLE
    )
    street = Street(world, Office(world, tmp_path))
    with pytest.raises(Refused, match="credit_spent"):
        street.cancel(str(number))


def test_no_other_correction_takes_used_credit_back(
    bank: Correcting, world: World, overpaid: Overpay
) -> None:
    account = world.account(("100", "70"))
    slip = overpaid(account)
    bank.selling.take(account)
    assert refused(bank, bank.reversal(slip.number)) == "credit_used"
