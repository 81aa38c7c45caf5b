"""Bills after estimates, and bills taken back: nobody pays or is given anything twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from cashier_app.db.engine import connected
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.db.repositories.supply.readings import ReadingRepository
from cashier_app.domain.errors import Busy, Refused, Stopped
from tests.support.billing import Street, end_of, estimated_and_read, quiet
from tests.support.counter import World, unique
from tests.support.office import Home, Office
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import locked_bill


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


def two_meters(street: Street) -> tuple[Home, str]:
    """A home with two meters that were both read and billed at the end of September."""
    home, other = street.home(), unique("89")
    street.meter(home, other, position=2)
    for meter_no in (home.meter_no, other):
        street.read(meter_no, end_of(9), 1000)
    street.bill(9)
    return home, other


def test_a_true_up_bills_every_register_of_what_it_gives_back(street: Street) -> None:
    home, other = two_meters(street)
    street.read(home.meter_no, end_of(10), 1030)
    street.read(other, end_of(10), 1070, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1050)
    street.read(other, end_of(11), 1090)
    street.bill(11)
    # 50 and 90 since September, less the 100 of October.
    assert [bill[1] for bill in street.bills(home)] == [2000, 100, 40]
    assert street.world.run(
        "SELECT SUM(kwh) FROM consumption WHERE account_no = %s", home.account_no
    ) == [(2140,)]
    assert street.breaches() == []


def test_a_true_up_beside_a_register_that_is_still_estimated(street: Street) -> None:
    """Twice in turn: each gives back what stands, in the end everything was paid once."""
    home, other = two_meters(street)
    street.read(home.meter_no, end_of(10), 1030, "estimated")
    street.read(other, end_of(10), 1070, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1050, "estimated")
    street.read(other, end_of(11), 1010)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [2000, 100, 0]
    assert street.money(home)[1] == 40
    street.read(home.meter_no, end_of(12), 1080)
    street.read(other, end_of(12), 1100)
    street.bill(12)
    owed, credit = street.money(home)
    assert owed - credit == 2000 + 80 + 100
    assert street.world.run(
        "SELECT SUM(kwh) FROM consumption WHERE account_no = %s", home.account_no
    ) == [(2180,)]
    assert street.breaches() == []


def replaced(street: Street, home: Home, day: date, final: int) -> str:
    """Take the home's meter out on a day, and fit another one that shows 0; its number."""
    new = unique("89")
    street.meter(home, new, position=2)
    of_day = "UPDATE meter_fittings SET {} = %s WHERE meter_id = %s"
    street.world.run(of_day.format("removed_on"), day, street.meter_id(home.meter_no))
    street.world.run(of_day.format("fitted_on"), day, street.meter_id(new))
    for meter_no, value, kind in ((home.meter_no, final, "final"), (new, 0, "initial")):
        street.world.run(
            "INSERT INTO readings (register_id, read_on, value, kind, status)"
            " SELECT g.register_id, %s, %s, %s, 'actual' FROM registers g WHERE g.meter_id = %s",
            day, value, kind, street.meter_id(meter_no),
        )  # fmt: skip
    return new


def test_a_meter_that_was_replaced_is_billed_again_with_its_successor(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    new = replaced(street, home, date(2025, 10, 10), 1030)
    street.read(new, end_of(10), 70, "estimated")
    street.bill(10)
    street.read(new, end_of(11), 90)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [1000, 100, 20]
    assert street.breaches() == []


def test_a_meter_that_was_replaced_long_before_the_next_bill_is_billed_with_it(
    street: Street,
) -> None:
    """A place that waits for a register, or is billed once a year, loses nothing."""
    home = street.home()
    street.read(home.meter_no, end_of(2), 1000)
    street.bill(2)
    new = replaced(street, home, date(2025, 3, 10), 1030)
    street.read(new, end_of(11), 70)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [1000, 100]
    assert street.breaches() == []


def decide(street: Street, meter_no: str) -> None:
    """The office accepts the one reading of a meter that waits."""
    readings = ReadingRepository(street.office.desk)
    (held,) = [one for one in readings.held(None) if one.meter_no == meter_no]
    readings.accept(held.reading_id)


def test_a_place_waits_for_the_last_reading_of_a_meter_that_was_taken_out(street: Street) -> None:
    """Held, it is told in each run; what the meter counted is neither lost nor billed apart."""
    street.take_tariff('[[charge]]\ncode = "fixed"\nform = "fixed"\nper = "day"\namount = 1\n')
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    new = replaced(street, home, date(2025, 10, 10), 1030)
    street.world.run(
        "UPDATE readings r JOIN registers g ON g.register_id = r.register_id"
        " SET r.status = 'held', r.hold_reason = 'high' WHERE g.meter_id = %s AND r.kind = 'final'",
        street.meter_id(home.meter_no),
    )
    for month, value in ((10, 70), (11, 90)):
        street.read(new, end_of(month), value)
        with street.clerk() as connection:
            run, runs = street.priced(connection, month), BillRunRepository(connection)
            assert (run.items, street.left_out(run)) == (0, ["held"])
            assert [one.detail for one in runs.exceptions(run)] == [
                f"meter {home.meter_no}, register kWh"
            ]
            runs.drop(run)
    decide(street, home.meter_no)
    run = street.bill(11)
    assert street.left_out(run) == []
    # 30 of the old one, 90 of the new one, and 61 days once.
    assert [bill[1] for bill in street.bills(home)][1:] == [30 + 90 + 61]
    assert street.breaches() == []


def test_a_true_up_gives_back_what_was_left_of_a_corrected_bill(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    street.bill(10)
    street.adjust(street.bills(home)[-1][0], -30)
    street.read(home.meter_no, end_of(11), 1150)
    street.bill(11)
    assert street.money(home) == (1150, 0)
    assert street.breaches() == []


def test_the_surplus_of_a_true_up_is_in_lines_of_its_own(street: Street) -> None:
    home = estimated_and_read(street, 60)
    street.bill(11)
    number, total, *_ = street.bills(home)[-1]
    assert total == 0
    assert street.lines(number) == [("energy", 60), ("true_up", -100), ("carried", 40)]
    assert street.money(home) == (1100, 40)
    assert street.breaches() == []


def test_what_a_true_up_gives_back_beyond_its_bill_is_founded(street: Street) -> None:
    """Also of a run that was given up half way."""
    homes = [estimated_and_read(street, 60)]
    homes.append(street.home())
    street.read(homes[1].meter_no, end_of(11), 500)

    def stop(_what: str, _done: int, _of: int) -> None:
        raise Stopped

    with street.clerk() as connection:
        runs, run = BillRunRepository(connection), street.priced(connection, 11)
        assert run.items == 2
        with pytest.raises(Stopped):
            runs.issue(run, stop, at_once=1)
        runs.drop(run)
    assert street.money(homes[0]) == (1100, 40)
    assert street.bills(homes[1]) == []
    assert street.breaches() == []


@pytest.mark.parametrize(
    "forged", ["credited = -1000000", "credit_used = 100", "credited = -5, credit_used = 5"]
)
def test_what_a_clerk_writes_beside_a_priced_bill_is_not_believed(
    street: Street, forged: str
) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as connection:
        run = street.priced(connection, 9)
        connection.execute(
            text(f"UPDATE bill_run_items SET {forged} WHERE run_id = :run"), {"run": run.run_id}
        )
        BillRunRepository(connection).issue(run, quiet)
    assert street.money(home) == (1000, 0)
    assert street.breaches() == []


def test_a_reading_that_was_changed_under_a_priced_run_is_priced_again(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as connection:
        run = street.priced(connection, 9)
        street.world.run(
            "UPDATE readings r JOIN registers g ON g.register_id = r.register_id"
            " JOIN meters m ON m.meter_id = g.meter_id SET r.value = 900"
            " WHERE m.meter_no = %s AND r.read_on = %s", home.meter_no, end_of(9),
        )  # fmt: skip
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.drop(run)
    street.bill(9)
    assert street.money(home) == (900, 0)


def test_another_tariff_under_a_priced_run_is_priced_again(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as connection:
        run = street.priced(connection, 9)
        street.take_tariff(price="2")
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.issue(runs.price(run, quiet), quiet)
    assert street.money(home) == (2000, 0)


def test_a_price_that_somebody_else_has_made_anew_is_issued_no_more(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as mine, street.clerk() as others:
        run = street.priced(mine, 9)
        seen = BillRunRepository(mine).issue
        again = BillRunRepository(others).price(run, quiet)
        with pytest.raises(Refused, match="run_outdated"):
            seen(run, quiet)
        BillRunRepository(others).issue(again, quiet)
        with pytest.raises(Refused, match="run_ended"):
            BillRunRepository(mine).price(run, quiet)
    assert street.money(home) == (1000, 0)


def test_a_run_is_priced_by_one_at_a_time(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as mine, street.clerk() as others:
        run = street.opened(BillRunRepository(mine), 9)

        def meanwhile(_what: str, _done: int, _of: int) -> None:
            with pytest.raises(Refused, match="run_priced_elsewhere"):
                BillRunRepository(others).price(run, quiet)

        BillRunRepository(mine).issue(BillRunRepository(mine).price(run, meanwhile), quiet)
    assert street.money(home) == (1000, 0)


def test_runs_of_one_route_are_opened_one_after_the_other(street: Street) -> None:
    """The second waits for whom the first one makes wait."""
    street.home()
    with street.clerk() as connection, connected(street.world.admin) as other:
        connection.execute(text("SET SESSION innodb_lock_wait_timeout = 1"))
        other.execute(text("START TRANSACTION"))
        other.execute(text("SELECT utility_id FROM utility FOR UPDATE"))
        with pytest.raises(Busy):
            street.opened(BillRunRepository(connection), 9)
        other.execute(text("ROLLBACK"))
        run = street.opened(BillRunRepository(connection), 9)
        BillRunRepository(connection).drop(run)


def test_a_place_with_a_register_that_is_not_read_waits_as_a_whole(street: Street) -> None:
    """Else its fixed charge would be billed with each of its registers."""
    street.take_tariff('[[charge]]\ncode = "fixed"\nform = "fixed"\namount = 10\n')
    home, other = two_meters(street)
    street.read(home.meter_no, end_of(10), 1030)
    with street.clerk() as connection:
        run = street.priced(connection, 10)
        assert (run.items, street.left_out(run)) == (0, ["not_read"])
        BillRunRepository(connection).drop(run)
    street.read(other, end_of(10), 1070, "held")
    with street.clerk() as connection:
        run = street.priced(connection, 10)
        assert (run.items, street.left_out(run)) == (0, ["held"])
        BillRunRepository(connection).drop(run)
    assert len(street.bills(home)) == 1
    street.read(home.meter_no, end_of(11), 1050)
    street.read(other, end_of(11), 1090)
    street.bill(11)
    assert len(street.bills(home)) == 2


def go_live(street: Street) -> Home:
    """Read in September; October was estimated and billed by another program."""
    street.world.run("REPLACE INTO settings VALUES ('billing_from', '2025-11-01')")
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.read(home.meter_no, end_of(10), 1100, "estimated")
    return home


def test_what_another_program_has_billed_is_not_billed_again(street: Street) -> None:
    home = go_live(street)
    street.read(home.meter_no, end_of(11), 1150)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [50]


def test_a_true_up_reaches_back_to_the_first_bill_from_here(street: Street) -> None:
    home = go_live(street)
    street.read(home.meter_no, end_of(11), 1190, "estimated")
    street.bill(11)
    street.read(home.meter_no, end_of(12), 1150)
    street.bill(12)
    assert street.money(home) == (90, 40)
    assert street.breaches() == []


def test_a_reading_below_another_programs_estimate_is_no_wrap_of_the_dial(street: Street) -> None:
    home = go_live(street)
    street.read(home.meter_no, end_of(11), 1090)
    with street.clerk() as connection:
        run = street.priced(connection, 11)
        assert (run.items, street.left_out(run)) == (0, ["below_estimate"])
        BillRunRepository(connection).drop(run)
    assert street.bills(home) == []


def test_the_checker_names_what_was_given_back_without_a_bill(street: Street) -> None:
    home = estimated_and_read(street, 150)
    street.bill(11)
    number = street.bills(home)[-1][0]
    street.world.run(
        "UPDATE bill_run_items i JOIN bill_run_patterns p ON p.run_id = i.run_id"
        " AND p.pattern_key = i.pattern_key SET i.credited = -107, p.total = 157"
        " WHERE i.credited = -100 AND i.account_id ="
        " (SELECT account_id FROM accounts WHERE account_no = %s)", home.account_no,
    )  # fmt: skip
    assert street.breaches() == [
        f" 1  bill {number}: gave 107.000 back, the bills under its readings came to 100.000"
    ]
    street.world.run("UPDATE bill_run_items SET credited = -100 WHERE credited = -107")
    street.world.run("UPDATE bill_run_patterns SET total = 150 WHERE total = 157")


def test_a_true_up_gives_a_bill_back_that_goes_over_a_month_left_out(street: Street) -> None:
    """October was read and not billed: the estimated bill of November began in September."""
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1080)
    street.read(home.meter_no, end_of(11), 1160, "estimated")
    street.bill(11)
    street.read(home.meter_no, end_of(12), 1200)
    street.bill(12)
    assert [bill[1] for bill in street.bills(home)] == [1000, 160, 40]
    assert street.breaches() == []


def test_pricing_a_run_waits_for_nobody_who_pays_a_bill_that_it_gives_back(street: Street) -> None:
    """Nor does who pays wait for it, in the middle of a day."""
    home, other = two_meters(street)
    street.read(home.meter_no, end_of(10), 1030, "estimated")
    street.read(other, end_of(10), 1070)
    street.bill(10)
    street.read(home.meter_no, end_of(11), 1050)
    street.read(other, end_of(11), 1090)
    ((bill_id,),) = street.world.run(
        "SELECT bill_id FROM bills WHERE bill_no = %s", street.bills(home)[-1][0]
    )
    with street.clerk() as connection:
        with locked_bill(street.world, bill_id):
            run = street.priced(connection, 11)
        BillRunRepository(connection).issue(run, quiet)
    assert [bill[1] for bill in street.bills(home)] == [2000, 100, 40]
    assert street.breaches() == []
