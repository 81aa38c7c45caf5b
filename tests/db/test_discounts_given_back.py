"""A prompt discount goes with a bill that is given back: what gives it back has one of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.domain.accounts import OpenBill
from cashier_app.domain.errors import Refused
from cashier_app.domain.reports import ReportOrder
from cashier_app.domain.utility import Role
from tests.support.billing import Street, estimated_and_read
from tests.support.correcting import Correcting
from tests.support.counter import SeedAccount, World, unique
from tests.support.day import local_today
from tests.support.office import Home, Office
from tests.support.outside import bank_file, open_channel
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling

PROMPT = """
[[charge]]
code = "prompt"
label = "Paid in time"
form = "prompt-discount"
percent = 5
of = ["energy"]
days_after_issue = 9000
"""


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    found = Street(world, Office(world, tmp_path))
    found.take_tariff(PROMPT)
    return found


@pytest.fixture
def home(street: Street) -> Home:
    """September 1,000, October estimated at 100 and not paid, 160 used till the end of November."""
    return estimated_and_read(street, 160)


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


Shown = Callable[[Home], tuple[OpenBill, ...]]


@pytest.fixture
def shown(selling: Selling, street: Street) -> Shown:
    def bills(home: Home) -> tuple[OpenBill, ...]:
        account_id = account_of(street, home).account_id
        return selling.program.lookup.open_account(account_id).bills

    return bills


def account_of(street: Street, home: Home) -> SeedAccount:
    ((account_id,),) = street.world.run(
        "SELECT account_id FROM accounts WHERE account_no = %s", home.account_no
    )
    return SeedAccount(account_id, home.account_no, home.meter_no, "", "", ())


def offered(bills: tuple[OpenBill, ...]) -> list[Decimal]:
    return [bill.discount for bill in bills]


def test_it_is_offered_until_the_bill_is_given_back_and_again_when_that_ends(
    street: Street, home: Home, shown: Shown
) -> None:
    assert offered(shown(home)) == [50, 5]
    street.bill(11)
    assert offered(shown(home)) == [50, 0, 8]
    street.cancel(street.bills(home)[-1][0])
    assert offered(shown(home)) == [50, 5]


def test_whoever_takes_it_all_the_same_is_refused(
    street: Street, home: Home, selling: Selling, shown: Shown
) -> None:
    """As a counter could send that read the bill before."""
    street.bill(11)
    opened = selling.program.lookup.open_account(account_of(street, home).account_id)
    estimated = next(bill for bill in opened.bills if bill.balance == 100)
    order = selling.order_for(opened, (replace(estimated, due=Decimal(95)),))
    assert order.allocations[0].discount == 5
    before = street.bills(home)
    with pytest.raises(Refused, match="discount_gone"):
        selling.send(order)
    assert street.bills(home) == before
    receipt = selling.take(account_of(street, home))
    assert receipt.total == 950 + 100 + 52
    assert street.breaches() == []
    # Honest books stay so when the true-up is cancelled later: it stood when the bill was paid.
    correcting = Correcting(street.world, selling)
    correcting.carry_out(correcting.reversal(receipt.number))
    opened = selling.program.lookup.open_account(opened.account_id)
    estimated = next(bill for bill in opened.bills if bill.balance == 100)
    selling.send(selling.order_for(opened, (estimated,)))
    street.cancel(street.bills(home)[-1][0])
    assert street.breaches() == []


def test_money_from_outside_gets_it_no_more_whatever_its_day(street: Street, home: Home) -> None:
    street.bill(11)
    channel = open_channel(street.world, "bank")
    paid = local_today() - timedelta(days=3)
    line = (unique("TX-"), home.account_no, "1102")
    with channel.service() as service:
        service.import_file(bank_file(line, day=str(paid)))
    assert [bill[2] for bill in street.bills(home)] == [0, 0, 0]
    assert street.breaches() == []


def test_one_that_stood_when_its_bill_was_given_back_is_offered_when_it_is_taken_back(
    street: Street, home: Home, selling: Selling, shown: Shown
) -> None:
    """Only the 95 that were paid were given back."""
    opened = selling.program.lookup.open_account(account_of(street, home).account_id)
    receipt = selling.send(selling.order_for(opened, opened.bills[1:]))
    assert receipt.total == 95
    street.bill(11)
    assert street.bills(home)[-1][1] == 160 - 95
    correcting = Correcting(street.world, selling)
    correcting.carry_out(correcting.reversal(receipt.number))
    assert offered(shown(home)) == [50, 5, 8]
    selling.take(account_of(street, home))
    assert [bill[2] for bill in street.bills(home)] == [0, 0, 0]
    assert street.breaches() == []


def test_it_is_looked_up_by_its_number_however_many_bills_there_are(
    street: Street, home: Home, world: World
) -> None:
    ((bill_id,),) = world.run(
        "SELECT MAX(bill_id) FROM bills JOIN accounts USING (account_id) WHERE account_no = %s",
        home.account_no,
    )

    def rows_read() -> int:
        engine = world.admin.engine(world.database)
        with closing(engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT discount_given_back(%s, '9999-12-31')", (bill_id,))
            cursor.execute("SHOW SESSION STATUS LIKE 'Handler\\_read%'")
            read = sum(int(count) for _, count in cursor.fetchall())
        engine.dispose()
        return read

    before = rows_read()
    for _ in range(5):
        world.account(bills=("100", "200"))
    assert rows_read() == before


def test_the_ageing_reports_say_the_same(street: Street, home: Home, world: World) -> None:
    reports = Selling(world.desk(Role.SUPERVISOR)).program.reporting.reports

    def due(name: str) -> Decimal:
        order = ReportOrder(name, local_today(), local_today())
        report = reports.run(order)
        at = [column.key for column in report.kind.columns].index("due")
        found = report.totals[at]
        assert isinstance(found, Decimal)
        return found

    names = ("ageing", "ageing-by-route", "ageing-by-office")
    before = {name: due(name) for name in names}
    street.bill(11)
    # 60 more, less a discount of 8; the estimate's of 5 is gone.
    assert {name: due(name) - before[name] for name in names} == dict.fromkeys(names, 60 - 8 + 5)
