"""The day on a bill has come, is not before what it bills or gives back, and it is not due yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.domain.bill_run import RunOrder
from cashier_app.domain.errors import Refused
from tests.support.billing import Street, end_of, quiet
from tests.support.counter import World
from tests.support.day import local_today
from tests.support.office import Home, Office


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


Issue = Callable[[int, date], None]


@pytest.fixture
def issue(street: Street) -> Issue:
    """A month's bills with this day on them."""

    def of(month: int, day: date) -> None:
        order = RunOrder(end_of(month).replace(day=1), street.route, day, local_today() + _TERM)
        with street.clerk() as connection:
            runs = BillRunRepository(connection)
            run = runs.price(runs.open_run(order), quiet)
            try:
                runs.issue(run, quiet)
            except Refused:
                runs.drop(run)
                raise

    return of


@pytest.fixture
def home(street: Street) -> Home:
    """Read at the end of September."""
    found = street.home()
    street.read(found.meter_no, end_of(9), 1000)
    return found


_TERM = timedelta(days=20)


def test_a_run_may_be_priced_for_tomorrow_and_is_issued_then(street: Street, home: Home) -> None:
    today = local_today()
    order = replace(street.order(9), issue_on=today + timedelta(days=1), due_on=today + _TERM)
    with street.clerk() as connection:
        runs = BillRunRepository(connection)
        run = runs.price(runs.open_run(order), quiet)
        with pytest.raises(Refused, match="issue_day_to_come") as refused:
            runs.issue(run, quiet)
        assert refused.value.facts["day"] == order.issue_on.isoformat()
        assert street.bills(home) == []
        # The day has come.
        street.world.run("UPDATE bill_runs SET issue_on = %s WHERE run_id = %s", today, run.run_id)
        runs.issue(run, quiet)
    assert street.money(home) == (1000, 0)
    assert street.breaches() == []


def test_no_bill_is_older_than_its_last_reading(street: Street, home: Home, issue: Issue) -> None:
    with pytest.raises(Refused, match="issue_day_too_early") as refused:
        issue(9, end_of(9) - timedelta(days=1))
    assert refused.value.facts["read"] == end_of(9).isoformat()
    assert street.bills(home) == []
    issue(9, end_of(9))
    assert street.money(home) == (1000, 0)


def test_nothing_of_a_run_is_issued_where_one_of_its_bills_is_too_early(street: Street) -> None:
    homes = [street.home() for _ in range(3)]
    for at, home in enumerate(homes):
        street.read(home.meter_no, end_of(9) - timedelta(days=2 - at), 1000 + at)
    order = replace(
        street.order(9), issue_on=end_of(9) - timedelta(days=1), due_on=local_today() + _TERM
    )
    with street.clerk() as connection:
        runs = BillRunRepository(connection)
        run = runs.price(runs.open_run(order), quiet)
        with pytest.raises(Refused, match="issue_day_too_early"):
            runs.issue(run, quiet, at_once=1)
        assert [street.bills(home) for home in homes] == [[], [], []]
        runs.drop(run)


def test_a_true_up_is_not_older_than_what_it_gives_back(street: Street, issue: Issue) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    issue(10, date(2025, 12, 5))
    street.read(home.meter_no, end_of(11), 1060)
    before = street.bills(home), street.money(home)
    with pytest.raises(Refused, match="issue_day_before_bill") as refused:
        issue(11, date(2025, 12, 4))
    assert refused.value.facts["issued"] == "2025-12-05"
    assert (street.bills(home), street.money(home)) == before
    issue(11, date(2025, 12, 5))
    assert street.money(home) == (1100, 40)
    assert street.breaches() == []


def test_a_run_whose_bills_are_due_in_the_past_is_not_begun(street: Street) -> None:
    street.home()
    with street.clerk() as connection:
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="due_day_over"):
            runs.open_run(street.order(9))
        due_today = replace(street.order(9), due_on=local_today())
        runs.drop(runs.open_run(due_today))
