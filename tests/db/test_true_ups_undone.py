"""What comes after a true-up: cancelled, corrected, late; nothing appears and nothing is lost."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from cashier_app.db.engine import Login, connected
from cashier_app.db.office import ask_office
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.domain.errors import Busy, Refused
from cashier_app.domain.utility import Role
from tests.support.billing import Street, end_of, estimated_and_read, quiet, surplus
from tests.support.counter import PASSWORD, World
from tests.support.office import Home, Office
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import ask


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


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


def test_an_estimate_that_was_given_back_is_not_cancelled(street: Street) -> None:
    home = estimated_and_read(street, 150)
    street.bill(11)
    _, (estimated, *_), (true_up, *_) = street.bills(home)
    with pytest.raises(Refused, match="bill_given_back"):
        street.cancel(estimated)
    street.cancel(true_up)
    street.cancel(estimated)
    assert street.money(home) == (1000, 0)
    street.bill(11)
    assert street.money(home) == (1150, 0)
    assert street.breaches() == []


def test_an_estimate_that_was_given_back_is_not_corrected(street: Street) -> None:
    """What was given back is what it came to then."""
    home = estimated_and_read(street, 150)
    street.bill(11)
    with pytest.raises(Refused, match="bill_given_back"):
        street.adjust(street.bills(home)[1][0], -30)
    assert street.money(home) == (1150, 0)


def test_nothing_is_posted_to_an_estimate_while_it_is_given_back(street: Street) -> None:
    home = estimated_and_read(street, 150)
    with street.clerk() as connection, connected(street.world.admin) as other:
        connection.execute(text("SET SESSION innodb_lock_wait_timeout = 1"))
        run = street.priced(connection, 11)
        other.execute(text("START TRANSACTION"))
        other.execute(
            text("SELECT bill_id FROM bills WHERE bill_no = :bill FOR UPDATE"),
            {"bill": street.bills(home)[-1][0]},
        )
        with pytest.raises(Busy):
            BillRunRepository(connection).issue(run, quiet)
        other.execute(text("ROLLBACK"))
        BillRunRepository(connection).issue(run, quiet)
    assert street.money(home) == (1150, 0)


def test_an_estimate_that_is_cancelled_under_a_priced_run_is_not_given_back(
    street: Street,
) -> None:
    home = estimated_and_read(street, 150)
    with street.clerk() as connection:
        run = street.priced(connection, 11)
        street.cancel(street.bills(home)[-1][0])
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.drop(run)
    street.bill(11)
    assert street.money(home) == (1150, 0)
    assert street.breaches() == []


def test_credit_that_a_true_up_carried_over_goes_with_it(street: Street) -> None:
    """Issued again it is given once, not twice."""
    home = estimated_and_read(street, 60)
    street.bill(11)
    assert street.money(home) == (1100, 40)
    street.cancel(street.bills(home)[-1][0])
    assert street.money(home) == (1100, 0)
    assert street.breaches() == []
    street.bill(11)
    assert street.money(home) == (1100, 40)
    assert street.breaches() == []


def test_credit_that_was_carried_over_goes_also_with_a_corrected_true_up(street: Street) -> None:
    home = estimated_and_read(street, 60)
    street.bill(11)
    number = street.bills(home)[-1][0]
    street.adjust(number, 10)
    street.cancel(number)
    assert street.money(home) == (1100, 0)
    assert street.breaches() == []


def test_a_true_up_of_nothing_is_taken_back(street: Street) -> None:
    home = estimated_and_read(street, 100)
    street.bill(11)
    number, total, *_ = street.bills(home)[-1]
    assert total == 0
    street.cancel(number)
    street.cancel(street.bills(home)[1][0])
    assert street.money(home) == (1000, 0)
    street.bill(11)
    assert street.money(home) == (1100, 0)
    assert street.breaches() == []


def test_a_true_up_whose_credit_was_used_waits_for_the_bill_that_used_it(street: Street) -> None:
    home = street.home()
    surplus(street, home)
    street.read(home.meter_no, end_of(12), 1090)
    street.bill(12)
    _, _, (true_up, *_), (user, *_) = street.bills(home)
    with pytest.raises(Refused, match="credit_spent"):
        street.cancel(true_up)
    street.cancel(user)
    street.cancel(true_up)
    assert street.money(home) == (1100, 0)
    assert street.breaches() == []


def test_the_books_of_account_take_carried_credit_back_on_the_day_it_goes(
    street: Street, world: World
) -> None:
    home = estimated_and_read(street, 60)
    ((today,),) = world.run("SELECT local_date(SYSDATE(6))")

    def posted() -> dict[tuple[str, str], Decimal]:
        with connected(Login(world.address, world.person(Role.SUPERVISOR), PASSWORD)) as connection:
            sets = ask_office(connection, "report_ledger_totals", today, today, "", "", "", "").sets
        return {(row["item"], row["detail"]): row["amount"] for row in sets[0]}

    street.bill(11)
    before = posted()
    street.cancel(street.bills(home)[-1][0])
    changed = {key: amount - before.get(key, 0) for key, amount in posted().items()}
    assert changed["billed", "carried"] == -40
    assert changed["adjusted", "credit_note"] == 40


LATE = """
[[late]]
form = "percent once"
percent = 10
of = ["total"]

[[late]]
form = "flat once"
amount = 4
grace_days = 10
"""


def charged(street: Street, home: Home) -> list[tuple[date, Decimal]]:
    """What is put on the newest bill for being late."""
    return [
        (day, amount)
        for day, amount in street.world.run(
            "SELECT l.post_on, l.amount FROM bill_late_charges l JOIN bills b"
            " ON b.bill_id = l.bill_id WHERE b.bill_no = %s ORDER BY l.post_on",
            street.bills(home)[-1][0],
        )
    ]


def post_today(street: Street) -> None:
    """The day's posting, as the first counter does it."""
    street.world.run("TRUNCATE TABLE day_postings")
    desk = street.world.desk()
    with closing(desk.client()) as client:
        while not ask(client, "post_day", desk.token).facts["finished"]:
            pass


def test_an_estimate_that_was_given_back_is_charged_for_being_late_no_more(street: Street) -> None:
    """When its true-up is cancelled it is again."""
    street.take_tariff(LATE)
    home = estimated_and_read(street, 150)
    street.bill(11)
    _, (_, _, estimated, _), (true_up, total, _, _) = street.bills(home)
    assert (estimated, total) == (100, 50)
    post_today(street)
    assert [bill[2] for bill in street.bills(home)] == [1104, 100, 50 + 5 + 4]
    assert street.breaches() == []
    street.cancel(true_up)
    post_today(street)
    assert [bill[2] for bill in street.bills(home)] == [1104, 100 + 10 + 4, 0]
    assert street.breaches() == []


def test_a_late_charge_goes_back_with_the_estimate_that_it_was_for(street: Street) -> None:
    street.take_tariff(LATE)
    home = estimated_and_read(street, 150)
    post_today(street)
    assert street.bills(home)[-1][2] == 114
    street.bill(11)
    assert street.bills(home)[-1][1] == 150 - 114
    assert street.breaches() == []


def test_a_true_up_is_late_from_its_own_due_date_on_for_what_it_asks(street: Street) -> None:
    street.take_tariff(LATE)
    home = estimated_and_read(street, 150)
    street.bill(11)
    due_on = street.order(11).due_on
    assert charged(street, home) == [
        (due_on + timedelta(days=1), Decimal(5)), (due_on + timedelta(days=11), Decimal(4)),
    ]  # fmt: skip
