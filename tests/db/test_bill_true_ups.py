"""Bills after estimates, and bills taken back: nobody pays twice, nobody is given anything twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cashier_app.db.engine import Login, connected
from cashier_app.db.office import ask_office
from cashier_app.domain.utility import Role
from tests.support.billing import Street, end_of
from tests.support.counter import PASSWORD, World
from tests.support.office import Home, Office
from tests.support.own_server import server  # noqa: F401


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


def surplus(street: Street, home: Home) -> None:
    """Leave the account a credit of 40: October is estimated at 100, and 60 were used till November."""
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1060)
    street.bill(11)


def test_a_bill_taken_back_gives_the_credit_back_that_it_used(street: Street) -> None:
    home = street.home()
    surplus(street, home)
    assert street.money(home) == (1100, 40)
    street.read(home.meter_no, end_of(12), 1160)
    street.bill(12)
    number, total, balance, _ = street.bills(home)[-1]
    assert (total, balance, street.money(home)[1]) == (100, 60, 0)
    street.cancel(number)
    assert street.money(home) == (1100, 40)
    assert street.breaches() == []
    street.bill(12)
    assert street.money(home) == (1160, 0)
    assert street.breaches() == []


def test_a_bill_that_credit_has_paid_can_be_taken_back(street: Street) -> None:
    home = street.home()
    surplus(street, home)
    street.read(home.meter_no, end_of(12), 1090)
    street.bill(12)
    number, total, _, status = street.bills(home)[-1]
    assert (total, status, street.money(home)[1]) == (30, "paid", Decimal(10))
    street.cancel(number)
    assert street.money(home) == (1100, 40)
    assert street.breaches() == []


def test_the_reports_lead_to_what_is_owed_over_a_bill_that_gave_credit_back(
    street: Street, world: World
) -> None:
    home = street.home()
    surplus(street, home)
    street.read(home.meter_no, end_of(12), 1160)
    street.bill(12)
    street.cancel(street.bills(home)[-1][0])
    clerk = world.person(Role.SUPERVISOR)
    ((today,),) = world.run("SELECT local_date(SYSDATE(6))")
    with connected(Login(world.address, clerk, PASSWORD)) as connection:
        for last in (end_of(12) + timedelta(days=9), today):
            sets = ask_office(
                connection, "report_receivables", end_of(1), last, "", "", "", ""
            ).sets
            assert [row["difference"] for row in sets[0]] == [0], last
