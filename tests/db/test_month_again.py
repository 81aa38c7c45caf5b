"""A month is run again: who has no bill of it any more is billed, nobody twice, nobody never."""

from __future__ import annotations

from pathlib import Path

import pytest

from cashier_app.db.repositories.bill_runs import BillRunRepository
from tests.support.billing import Street, end_of
from tests.support.counter import World
from tests.support.office import Home, Office
from tests.support.own_server import server  # noqa: F401


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


def billed(street: Street, month: int) -> list[Home]:
    """Two homes that were read and billed up to this month."""
    homes = [street.home(), street.home()]
    for home in homes:
        street.read(home.meter_no, end_of(month), 1000)
    street.bill(month)
    return homes


def standing(street: Street, home: Home) -> list[object]:
    return [total for _, total, _, status in street.bills(home) if status != "cancelled"]


def test_who_was_cancelled_is_billed_again_and_nobody_else(street: Street) -> None:
    one, other = billed(street, 9)
    street.cancel(street.bills(one)[0][0])
    with street.clerk() as connection:
        run = street.priced(connection, 9)
        totals = BillRunRepository(connection).totals(run)
        assert (totals.bills, totals.again, totals.standing) == (1, 1, 1)
        BillRunRepository(connection).drop(run)
    street.bill(9)
    assert standing(street, one) == standing(street, other) == [1000]
    assert street.breaches() == []


def test_a_later_reading_of_a_billed_month_is_no_second_bill_of_it(street: Street) -> None:
    """Its fixed charge would be billed twice; the next month brings it."""
    street.take_tariff('[[charge]]\ncode = "fixed"\nform = "fixed"\namount = 10\n')
    one, other = street.home(), street.home()
    street.read(one.meter_no, end_of(9).replace(day=20), 1000)
    street.bill(9)
    street.read(one.meter_no, end_of(9), 1030)
    street.read(other.meter_no, end_of(9), 500)
    street.bill(9)
    assert [len(street.bills(home)) for home in (one, other)] == [1, 1]
    street.read(one.meter_no, end_of(10), 1050)
    street.bill(10)
    assert street.lines(street.bills(one)[-1][0]) == [("energy", 50), ("fixed", 10)]


def test_a_month_that_a_later_bill_covers_stops_no_other(street: Street) -> None:
    """Its estimate was cancelled; then the next bill began before it."""
    one, other = billed(street, 9)
    street.read(one.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    street.cancel(street.bills(one)[-1][0])
    street.read(one.meter_no, end_of(11), 1150)
    street.bill(11)
    street.read(other.meter_no, end_of(10), 1070)
    street.bill(10)
    assert standing(street, one) == [1000, 150]
    assert standing(street, other) == [1000, 70]
    assert street.breaches() == []


def test_a_cancelled_month_behind_a_later_bill_is_named_until_it_is_run_again(
    street: Street,
) -> None:
    one, _ = billed(street, 9)
    for month, value in ((10, 1100), (11, 1150)):
        street.read(one.meter_no, end_of(month), value)
        street.bill(month)
    street.cancel(street.bills(one)[1][0])
    street.read(one.meter_no, end_of(12), 1200)
    with street.clerk() as connection:
        run, runs = street.priced(connection, 12), BillRunRepository(connection)
        told = {(one.reason, one.detail) for one in runs.exceptions(run)}
        assert ("month_again", "2025-10") in told
        runs.drop(run)
    street.bill(10)
    assert standing(street, one) == [1000, 50, 100]
    with street.clerk() as connection:
        run, runs = street.priced(connection, 12), BillRunRepository(connection)
        assert "month_again" not in {one.reason for one in runs.exceptions(run)}
        runs.drop(run)
