"""Bills over several months: what each of them had and used, and what was read inside it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cashier_app.db.engine import connected
from cashier_app.db.repositories.bill_runs import BillRunRepository
from cashier_app.db.repositories.supply.schemes import set_schemes
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.bill_run import ENGINE
from cashier_app.domain.errors import Refused
from tests.support.billing import FLAT, Street, end_of, quiet
from tests.support.counter import World, unique
from tests.support.office import Home, Office

PER_KW = '[[charge]]\ncode = "load"\nform = "fixed"\nper = "bill"\nload_unit = "kW"\namount = 10\n'
FIXED = '[[charge]]\ncode = "fixed"\nform = "fixed"\nper = "bill"\namount = {}\n'
SENIOR = (
    '[[charge]]\ncode = "senior"\nform = "subsidy"\npercent = 50\nof = ["energy"]\n'
    'when = { scheme = "senior" }\n'
)
DEMAND = '[[charge]]\ncode = "demand"\nform = "demand"\nunit = "kVA"\nprice = 10\n'


@pytest.fixture
def street(world: World, tmp_path: Path) -> Street:
    return Street(world, Office(world, tmp_path))


def other_tariff(street: Street, home: Home, since: date, price: str, more: str = "") -> None:
    """From a day on the home has another tariff."""
    ((currency, decimals),) = street.world.run(
        "SELECT currency_code, currency_decimals FROM utility"
    )
    code = unique("T", 6)
    text = FLAT.format(code=code, currency=currency, decimals=decimals, price=price)
    with connected(street.world.admin) as connection:
        TariffRepository(connection).take_in(text + more)
    street.world.run(
        "INSERT INTO connection_tariffs (connection_id, valid_from, tariff_id)"
        " SELECT k.connection_id, %s, t.tariff_id FROM connections k JOIN tariffs t"
        " WHERE k.connection_no = %s AND t.code = %s", since, home.connection_no, code,
    )  # fmt: skip


def estimated_october(street: Street) -> Home:
    """Read and billed for September, estimated at 62 and billed for October."""
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    street.read(home.meter_no, end_of(10), 1062, "estimated")
    street.bill(10)
    return home


def test_a_true_up_prices_each_month_by_the_tariff_it_had(street: Street) -> None:
    street.take_tariff(FIXED.format(10))
    home = estimated_october(street)
    other_tariff(street, home, end_of(11).replace(day=1), "3", FIXED.format(20))
    street.read(home.meter_no, end_of(11), 1122)
    street.bill(11)
    # Of 122 kWh 62 in the 31 days of October at 1 and 60 in November at 3; a fixed charge each.
    assert [bill[1] for bill in street.bills(home)] == [1010, 72, 62 + 10 + 180 + 20 - 72]
    assert street.breaches() == []


def agree(street: Street, home: Home, since: date, kw: int | None) -> None:
    """From a day on the home has this load."""
    street.world.run(
        "INSERT INTO connection_loads (connection_id, valid_from, load_kw)"
        " SELECT connection_id, %s, %s FROM connections WHERE connection_no = %s",
        since, kw, home.connection_no,
    )  # fmt: skip


def with_load(street: Street) -> Home:
    """2 kW from the beginning; read and billed for September: 10 a kW, and one kWh."""
    street.take_tariff(PER_KW)
    home = street.home()
    agree(street, home, date(2025, 1, 1), 2)
    street.read(home.meter_no, end_of(9), 1)
    street.bill(9)
    assert [bill[1] for bill in street.bills(home)] == [21]
    return home


def test_a_true_up_prices_each_month_by_the_load_it_had(street: Street) -> None:
    home = with_load(street)
    street.read(home.meter_no, end_of(10), 1, "estimated")
    street.bill(10)
    agree(street, home, end_of(11).replace(day=1), 5)
    street.read(home.meter_no, end_of(11), 1)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [21, 20, 20 + 50 - 20]
    assert street.lines(street.bills(home)[-1][0]) == [
        ("energy", 0), ("fixed", 20), ("fixed", 50), ("true_up", -20),
    ]  # fmt: skip
    assert street.breaches() == []


def test_a_month_that_is_billed_later_has_the_load_of_its_last_day(street: Street) -> None:
    home = with_load(street)
    agree(street, home, end_of(10) + timedelta(1), 5)
    street.read(home.meter_no, end_of(10), 1)
    street.bill(10)
    assert [bill[1] for bill in street.bills(home)] == [21, 20]
    agree(street, home, end_of(12), None)
    street.read(home.meter_no, end_of(11), 1)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [21, 20, 50]
    # Without a load, and without a maximum in its place, nothing is guessed.
    street.read(home.meter_no, end_of(12), 1)
    with street.clerk() as connection:
        run = street.priced(connection, 12)
        assert (run.items, street.left_out(run)) == (0, ["not_priced"])
        BillRunRepository(connection).drop(run)


def test_a_month_that_was_left_out_keeps_its_load(street: Street) -> None:
    home = with_load(street)
    agree(street, home, end_of(11).replace(day=1), 5)
    street.read(home.meter_no, end_of(10), 1)
    street.read(home.meter_no, end_of(11), 1)
    street.bill(11)
    # One bill over 61 days: 10 a kW once, by the days of each load.
    assert street.bills(home)[-1][1] == Decimal("10.16") + Decimal("24.59")


def test_a_load_that_was_changed_under_a_priced_run_is_priced_again(street: Street) -> None:
    home = with_load(street)
    street.read(home.meter_no, end_of(10), 1)
    with street.clerk() as connection:
        run = street.priced(connection, 10)
        agree(street, home, date(2025, 10, 10), 5)
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.issue(runs.price(run, quiet), quiet)
    assert [bill[1] for bill in street.bills(home)] == [21, 50]


@pytest.mark.parametrize(
    ("table", "thing"), [("connection_loads", "load"), ("connection_tariffs", "tariff")]
)
def test_what_was_billed_keeps_its_load_and_its_tariff(
    street: Street, table: str, thing: str
) -> None:
    """Neither is another one put before its days end, nor are its days moved away."""
    home = with_load(street)
    here = f"(SELECT connection_id FROM connections WHERE connection_no = '{home.connection_no}')"
    rule = f"a {thing} never begins in a billed period"
    with street.clerk() as connection:
        for day in ("2025-09-30", "2026-01-01"):
            with pytest.raises(DBAPIError, match=rule):
                connection.execute(
                    text(f"UPDATE {table} SET valid_from = '{day}' WHERE connection_id = {here}")
                )
        columns = "load_kw" if thing == "load" else "tariff_id"
        first = f"SELECT MIN(x.{columns}) FROM {table} x WHERE x.connection_id = {here}"
        ((value,),) = connection.execute(text(first)).all()
        insert = text(
            f"INSERT INTO {table} (connection_id, valid_from, {columns}) VALUES ({here}, :d, :v)"
        )
        with pytest.raises(DBAPIError, match=rule):
            connection.execute(insert, {"d": end_of(9), "v": value})
        connection.execute(insert, {"d": end_of(9) + timedelta(1), "v": value})
        connection.execute(
            text(f"UPDATE {table} SET valid_from = '2025-11-01' WHERE connection_id = {here}"
                 " AND valid_from = '2025-10-01'"),
        )  # fmt: skip
    ((begun, moved),) = street.world.run(
        "SELECT SUM(detail LIKE CONCAT('%%', %s, ' %% from 2025-10-01')),"
        " SUM(detail LIKE CONCAT('%%', %s, ' %% from 2025-10-01 to %% from 2025-11-01'))"
        " FROM audit_events WHERE act = 'connection_changed' AND detail LIKE %s AND user_id ="
        " (SELECT user_id FROM users WHERE user_name = %s)",
        thing, thing, f"connection {home.connection_no},%", street.office.user_name,
    )  # fmt: skip
    assert (begun, moved) == (1, 1)


def test_a_scheme_that_began_later_takes_nothing_off_the_month_before(street: Street) -> None:
    street.take_tariff(SENIOR)
    home = estimated_october(street)
    with connected(street.world.admin) as connection:
        ((place,),) = street.world.run(
            "SELECT connection_id FROM connections WHERE connection_no = %s", home.connection_no
        )
        set_schemes(connection, place, street.tariff, {"senior"}, end_of(11).replace(day=1))
    street.read(home.meter_no, end_of(11), 1122)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [1000, 62, 62 + 30 - 62]


def test_a_scheme_is_not_moved_to_months_that_were_billed(street: Street) -> None:
    """A true-up of these months would take it off."""
    street.take_tariff(SENIOR)
    home = estimated_october(street)
    ((place,),) = street.world.run(
        "SELECT connection_id FROM connections WHERE connection_no = %s", home.connection_no
    )
    with street.clerk() as connection:
        set_schemes(connection, place, street.tariff, {"senior"}, end_of(11).replace(day=1))
        moved = text("UPDATE connection_schemes SET valid_from = :d WHERE connection_id = :k")
        with pytest.raises(DBAPIError, match="a scheme never begins in a billed period"):
            connection.execute(moved, {"d": end_of(10), "k": place})
        connection.execute(moved, {"d": end_of(10) + timedelta(2), "k": place})


def test_a_month_that_was_left_out_keeps_its_tariff_and_what_was_read_in_it(
    street: Street,
) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    other_tariff(street, home, end_of(11).replace(day=1), "3")
    street.read(home.meter_no, end_of(10), 1100)
    street.read(home.meter_no, end_of(11), 1110)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)] == [1000, 100 + 30]


def test_a_change_in_a_long_time_without_a_reading_counts_from_its_day(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    other_tariff(street, home, date(2025, 11, 11), "3")
    street.read(home.meter_no, end_of(11), 1122)
    street.bill(11)
    # 31 + 10 days at 1, 20 days at 3.
    assert [bill[1] for bill in street.bills(home)] == [1000, 82 + 120]


def test_in_a_bill_of_one_month_its_last_day_decides(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    other_tariff(street, home, date(2025, 10, 11), "3")
    street.read(home.meter_no, end_of(10), 1031)
    street.bill(10)
    assert [bill[1] for bill in street.bills(home)] == [1000, 93]


def test_a_reading_on_the_last_day_of_a_price_says_what_it_costs(street: Street) -> None:
    """Neither guessed by days, nor is a day of the old price a day of the new one."""
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    street.bill(9)
    ((currency, decimals),) = street.world.run(
        "SELECT currency_code, currency_decimals FROM utility"
    )
    newer = FLAT.format(code=street.tariff, currency=currency, decimals=decimals, price="3")
    with connected(street.world.admin) as connection:
        TariffRepository(connection).take_in(newer.replace("2025-01-01", "2025-10-11"))
    street.read(home.meter_no, date(2025, 10, 10), 1090)
    street.read(home.meter_no, end_of(10), 1100)
    street.bill(10)
    assert [bill[1] for bill in street.bills(home)] == [1000, 90 + 30]


def with_maximum(street: Street, more: str = "") -> tuple[Home, str]:
    """A home with a meter of kWh, and one that shows a maximum; both billed for September."""
    street.take_tariff(DEMAND + more)
    home, other = street.home(), unique("89")
    street.meter(home, other, position=2)
    street.world.run(
        "UPDATE registers SET unit = 'kVA' WHERE meter_id = %s", street.meter_id(other)
    )
    street.read(home.meter_no, end_of(9), 0)
    street.read(other, end_of(9), 25)
    street.bill(9)
    # A maximum of one bill: eight months since it was fitted.
    assert street.bills(home)[0][1] == 25 * 10 * 8
    return home, other


@pytest.mark.parametrize(("october", "november"), [(40, 30), (30, 40)])
def test_the_maximum_of_a_month_that_was_left_out_is_billed_with_it(
    street: Street, october: int, november: int
) -> None:
    """It is neither lost nor taken for the next month, too; 31 and 30 of 61 days are two months."""
    home, other = with_maximum(street)
    for day, most in ((end_of(10), october), (end_of(11), november)):
        street.read(home.meter_no, day, 0)
        street.read(other, day, most)
    street.bill(11)
    right = Decimal(20) * (31 * october + 30 * november) / 61
    assert street.bills(home)[1][1] == pytest.approx(right, abs=Decimal("0.01"))
    ((billed,),) = street.world.run(
        "SELECT MAX(br.consumption) FROM bill_readings br JOIN bills b ON b.bill_id = br.bill_id"
        " JOIN readings r ON r.reading_id = br.to_reading_id WHERE r.read_on = %s"
        " AND b.bill_no = %s", end_of(11), street.bills(home)[1][0],
    )  # fmt: skip
    assert billed == 40


def test_a_true_up_takes_the_maximum_of_a_month_once(street: Street) -> None:
    home, other = with_maximum(street)
    street.read(home.meter_no, end_of(10), 50, "estimated")
    street.read(other, end_of(10), 40)
    street.bill(10)
    street.read(home.meter_no, end_of(11), 60)
    street.read(other, end_of(11), 30)
    street.bill(11)
    assert [bill[1] for bill in street.bills(home)][1:] == [450, 60 + 400 + 300 - 450]
    assert street.breaches() == []


def test_an_estimated_maximum_that_was_trued_up_holds_no_ratchet(street: Street) -> None:
    """It never was; what the bill that gave it back was read at counts."""
    home, other = with_maximum(street, "ratchet_percent = 80\n")
    street.read(home.meter_no, end_of(10), 0)
    street.read(other, end_of(10), 100, "estimated")
    street.bill(10)
    street.read(home.meter_no, end_of(11), 0)
    street.read(other, end_of(11), 30)
    street.bill(11)
    for month, most in ((12, 10),):
        street.read(home.meter_no, end_of(month), 0)
        street.read(other, end_of(month), most)
        street.bill(month)
    # 80 % of the 30 of November, not of the 100 that were guessed for October.
    assert street.bills(home)[-1][1] == 240
    assert street.breaches() == []


def test_a_maximum_that_was_changed_under_a_priced_run_is_priced_again(street: Street) -> None:
    home, other = with_maximum(street)
    street.read(home.meter_no, end_of(10), 0)
    street.read(other, end_of(10), 40)
    with street.clerk() as connection:
        run = street.priced(connection, 10)
        street.world.run(
            "UPDATE readings r JOIN registers g ON g.register_id = r.register_id"
            " SET r.value = 50 WHERE g.meter_id = %s AND r.read_on = %s",
            street.meter_id(other), end_of(10),
        )  # fmt: skip
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.drop(run)


class Older(BillRunRepository):
    """The release before, by whose rules the same use may come to another bill."""

    engine = ENGINE - 1


def test_what_an_older_release_has_priced_is_priced_again(street: Street) -> None:
    home = street.home()
    street.read(home.meter_no, end_of(9), 1000)
    with street.clerk() as connection:
        older = Older(connection)
        run = older.price(street.opened(older, 9), quiet)
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.issue(runs.price(run, quiet), quiet)
    assert street.money(home) == (1000, 0)


def test_a_clerk_writes_no_other_maximum_beside_a_priced_bill(street: Street) -> None:
    home, other = with_maximum(street)
    street.read(home.meter_no, end_of(10), 0)
    street.read(other, end_of(10), 40)
    with street.clerk() as connection:
        run = street.priced(connection, 10)
        connection.execute(
            text("UPDATE bill_run_readings SET consumption = 1 WHERE run_id = :r AND unit = 'kVA'"),
            {"r": run.run_id},
        )
        runs = BillRunRepository(connection)
        with pytest.raises(Refused, match="run_outdated"):
            runs.issue(run, quiet)
        runs.drop(run)
    assert len(street.bills(home)) == 1


def test_no_day_is_billed_twice_where_meters_are_read_on_different_days(street: Street) -> None:
    """A fixed charge per day is of the days behind the bill before, whichever meter was early."""
    street.take_tariff(FIXED.format(10).replace('"bill"', '"day"'))
    home, other = street.home(), unique("89")
    street.meter(home, other, position=2)
    for month in (9, 10, 11):
        street.read(home.meter_no, end_of(month).replace(day=26), 0)
        street.read(other, end_of(month), 0)
        street.bill(month)
    days = street.world.run(
        "SELECT b.period_from, b.period_to FROM bills b JOIN accounts a"
        " ON a.account_id = b.account_id WHERE a.account_no = %s ORDER BY b.bill_id",
        home.account_no,
    )
    assert days[1:] == [
        (date(2025, 10, 1), end_of(10)), (date(2025, 11, 1), end_of(11)),
    ]  # fmt: skip
    assert [bill[1] for bill in street.bills(home)][1:] == [310, 300]
