"""First and last bills of an account: the days it is liable, and what the place used."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cashier_app.db.repositories.supply.office import SupplyRepository
from cashier_app.domain.supply import NewAccount
from tests.support.billing import Street, end_of
from tests.support.counter import World, unique
from tests.support.office import Home, Office

PER_DAY = '[[charge]]\ncode = "fixed"\nform = "fixed"\nper = "day"\namount = 10\n'


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


def moved_in(street: Street, home: Home, left: date, came: date, value: int) -> Home:
    """Somebody left with this reading, somebody else came, without one."""
    supply = SupplyRepository(street.office.desk)
    ((place_id,),) = street.world.run(
        "SELECT connection_id FROM connections WHERE connection_no = %s", home.connection_no
    )
    place = supply.open(place_id)
    register = place.standing[0].registers[0].register_id
    place = supply.move_out(place, left, {register: value}, accept=True)  # type: ignore[dict-item]
    who = NewAccount(unique("C"), "Rana Das", unique("4"), "residential")
    supply.move_in(place, came, who, {}, accept=False)
    return Home(who.customer_no, who.account_no, home.connection_no, home.meter_no)


def test_who_moves_in_is_not_charged_for_the_days_before(street: Street) -> None:
    """A vacant place that nobody read: what it used is theirs, its days are not."""
    street.take_tariff(PER_DAY)
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    came = moved_in(street, home, date(2025, 10, 10), date(2025, 10, 21), 1030)
    street.read(home.meter_no, end_of(10), 1040)
    street.bill(10)
    assert street.bills(home)[-1][1] == 30 + 10 * 10
    assert street.bills(came)[-1][1] == 10 + 11 * 10
    assert street.world.run(
        "SELECT period_from, period_to FROM bills WHERE bill_no = %s", street.bills(came)[-1][0]
    ) == [(date(2025, 10, 21), end_of(10))]
    assert street.breaches() == []


@pytest.mark.parametrize("gap", [1, 11])
def test_the_first_bill_of_who_moved_in_is_trued_up(street: Street, gap: int) -> None:
    """Also below its estimate, and where the place had stood vacant."""
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    left = date(2025, 10, 10)
    came = moved_in(street, home, left, left + timedelta(gap), 1030)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    assert [bill[1] for bill in street.bills(came)] == [70]
    street.read(home.meter_no, end_of(11), 1090)
    street.bill(11)
    assert street.money(came) == (70, 10)
    assert [bill[1] for bill in street.bills(home)] == [1000, 30]
    assert street.breaches() == []


def test_who_left_pays_nothing_of_who_came_the_next_day(street: Street) -> None:
    """Estimated for the one who left, the next actual reading is the other's."""
    home = street.home()
    street.read(home.meter_no, end_of(8), 900)
    street.bill(8)
    street.read(home.meter_no, end_of(9), 1000, "estimated")
    street.bill(9)
    came = moved_in(street, home, date(2025, 10, 10), date(2025, 10, 11), 980)
    street.read(home.meter_no, end_of(10), 1040)
    street.bill(10)
    assert street.money(home) == (1000, 20)
    assert street.money(came) == (60, 0)
    assert street.breaches() == []
