"""What a bill run gets: spans, true-ups and the bills they replace, changes of meter or people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from cashier_app.db.engine import connected
from cashier_app.db.grants import is_mariadb
from cashier_app.db.repositories.bill_run_gathering import _GATHER
from cashier_app.db.repositories.supply.billable import (
    CREDITED,
    BillableRow,
    billable_rows,
    cycle_binds,
    unread,
)
from cashier_app.db.repositories.supply.office import SupplyRepository
from cashier_app.db.repositories.supply.readings import ReadingRepository
from cashier_app.domain.supply import NewAccount, NewMeter
from tests.support.counter import World, unique
from tests.support.office import Home, Office

FITTED = date(2025, 1, 31)
JULY, AUGUST, SEPTEMBER, OCTOBER = (
    date(2025, 7, 31), date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31),
)  # fmt: skip


@dataclass
class Round:
    """A home whose readings are of fixed days, and bills on them."""

    office: Office
    home: Home
    connection: Connection
    live: date = date(2025, 8, 1)

    @property
    def connection_id(self) -> int:
        ((found,),) = self.office.rows(
            "SELECT connection_id FROM connections WHERE connection_no = :no",
            no=self.home.connection_no,
        )
        return int(found)

    def read(self, *readings: str) -> None:
        """Each is "2025-08-31 1234 estimated"."""
        rows = [f"{self.home.meter_no},{','.join(r.split())}" for r in readings]
        lines = [line if line.count(",") == 3 else f"{line},actual" for line in rows]
        report = self.office.read_in(
            "readings", self.office.file("meter_no,read_on,value,status", *lines)
        )
        assert report.stored.is_written, report.refusals

    def billable(self, cycle: date) -> list[BillableRow]:
        return list(billable_rows(self.connection, self._binds(cycle)))

    def credited(self, cycle: date) -> list[Decimal]:
        """What a run of this cycle gives back."""
        world = self.office.world
        run_id = world.insert(
            "bill_runs", cycle=cycle, issue_on=cycle, due_on=cycle, state="dropped",
            started_at=datetime(2025, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        for row in self.billable(cycle):
            world.insert(
                "bill_run_readings", run_id=run_id, connection_id=row.connection_id,
                account_id=row.account_id, to_reading_id=row.to_reading_id,
                from_reading_id=row.from_reading_id, from_on=row.from_on, to_on=row.to_on,
                register_id=row.register_id,
                register_code=row.register_code, unit=row.unit, consumption=row.consumption,
                is_estimated=row.is_estimated, trues_up=row.trues_up,
            )  # fmt: skip
        return [row.total for row in self.connection.execute(text(CREDITED), {"run": run_id})]

    def unread(self, cycle: date) -> list[str]:
        return [reason for *_, reason in unread(self.connection, self._binds(cycle))]

    def _binds(self, cycle: date) -> dict[str, object]:
        here = self.connection_id
        found = cycle_binds(self.connection, cycle, low=here, high=here)
        # Another test's bills must not say when billing began here.
        return found | {"live": self.live}

    def bill(self, row: BillableRow) -> int:
        """Issue a bill of one register's span."""
        bill = self.office.world.bill(row.account_id, row.connection_id, "10", due_on=OCTOBER)
        self.office.world.insert(
            "bill_readings", bill_id=bill.bill_id, to_reading_id=row.to_reading_id,
            from_reading_id=row.from_reading_id, consumption=row.consumption,
        )  # fmt: skip
        return bill.bill_id


@pytest.fixture
def round_(world: World, tmp_path: Path) -> Iterator[Round]:
    office = Office(world, tmp_path)
    home = office.home()
    office.read_in(
        "meters",
        office.file(
            "meter_no,dials,multiplier,connection_no,fitted_on,reading",
            f"{home.meter_no},4,2,{home.connection_no},{FITTED},100",
        ),
    )
    with connected(world.admin) as connection:
        yield Round(office, home, connection)


def spans(rows: list[BillableRow]) -> list[tuple[date, date, int, str]]:
    return [(r.from_on, r.to_on, r.days, f"{r.consumption.normalize():f}") for r in rows]


def test_first_bill_begins_before_the_first_cycle_and_the_next_goes_on(round_: Round) -> None:
    round_.read("2025-06-30 1000", "2025-07-31 1100", "2025-08-31 1250", "2025-09-30 1400")
    first = round_.billable(AUGUST)
    assert spans(first) == [(JULY, AUGUST, 31, "300")]
    assert not first[0].is_estimated
    assert not first[0].trues_up
    round_.bill(first[0])
    assert round_.billable(AUGUST) == []
    assert spans(round_.billable(SEPTEMBER)) == [(AUGUST, SEPTEMBER, 30, "300")]


def test_a_cycle_left_out_is_not_lost(round_: Round) -> None:
    round_.read("2025-07-31 1100", "2025-08-31 1250", "2025-09-30 1400")
    assert spans(round_.billable(SEPTEMBER)) == [(JULY, SEPTEMBER, 61, "600")]
    round_.live = date(2025, 1, 1)
    assert spans(round_.billable(SEPTEMBER)) == [(FITTED, SEPTEMBER, 242, "2600")]


def test_estimates_are_billed_and_trued_up_with_their_bills_credited(round_: Round) -> None:
    round_.read(
        "2025-06-30 1000", "2025-07-31 1100",
        "2025-08-31 1200 estimated", "2025-09-30 1300 estimated",
    )  # fmt: skip
    bills = []
    for cycle in (AUGUST, SEPTEMBER):
        (row,) = round_.billable(cycle)
        assert (row.is_estimated, row.trues_up, row.consumption) == (True, False, Decimal(200))
        bills.append(round_.bill(row))
    assert round_.credited(SEPTEMBER) == []
    # Less than was estimated: a true-up, and no wrap of the dial.
    round_.read("2025-10-31 1250")
    (row,) = round_.billable(OCTOBER)
    assert spans([row]) == [(JULY, OCTOBER, 92, "300")]
    assert row.trues_up
    assert round_.credited(OCTOBER) == [Decimal(10 * len(bills))]


def test_held_is_not_billed_and_told(round_: Round) -> None:
    round_.read("2025-06-30 1000", "2025-07-31 1100", "2025-08-31 3000")
    assert round_.billable(AUGUST) == []
    assert round_.unread(AUGUST) == ["held"]
    assert round_.unread(SEPTEMBER) == ["not_read"]
    repository = ReadingRepository(round_.office.desk)
    (held,) = [h for h in repository.held(None) if h.meter_no == round_.home.meter_no]
    repository.accept(held.reading_id)
    assert spans(round_.billable(AUGUST)) == [(JULY, AUGUST, 31, "3800")]
    assert round_.unread(AUGUST) == []


def test_dial_that_went_round(round_: Round) -> None:
    other = unique("88")
    round_.office.read_in(
        "meters",
        round_.office.file(
            "meter_no,dials,multiplier,connection_no,position,fitted_on,reading",
            f"{other},4,2,{round_.home.connection_no},2,{FITTED},9300",
        ),
    )
    lines = ("2025-05-31,9700", "2025-06-30,9800", "2025-07-31,9900", "2025-08-31,20")
    rows = [f"{other},{line}" for line in lines]
    report = round_.office.read_in("readings", round_.office.file("meter_no,read_on,value", *rows))
    assert report.stored.is_written
    assert not report.stored.held
    assert spans(round_.billable(AUGUST)) == [(JULY, AUGUST, 31, "240")]


def test_meter_replaced_in_the_period_brings_two_parts(round_: Round) -> None:
    round_.read("2025-06-30 1000", "2025-07-31 1100")
    supply = SupplyRepository(round_.office.desk)
    place = supply.open(round_.connection_id)
    (old,) = place.standing
    changed_on = date(2025, 8, 10)
    new = NewMeter(unique("89"), dials=6, multiplier=Decimal(1))
    supply.replace_meter(
        place, old, changed_on, {old.registers[0].register_id: Decimal(1130)},
        new=new, value=Decimal(5), accept=False,
    )  # fmt: skip
    register = supply.open(round_.connection_id).standing[0].registers[0].register_id
    ReadingRepository(round_.office.desk).enter(register, AUGUST, Decimal(75), may_hold=False)
    rows = round_.billable(AUGUST)
    assert sorted(spans(rows)) == [
        (JULY, changed_on, 10, "60"),
        (changed_on, AUGUST, 21, "70"),
    ]
    for row in rows:
        round_.bill(row)
    assert round_.billable(AUGUST) == []


def test_who_moved_out_and_who_moved_in_are_billed_apart(round_: Round) -> None:
    round_.read("2025-06-30 1000", "2025-07-31 1100")
    supply = SupplyRepository(round_.office.desk)
    place = supply.open(round_.connection_id)
    register = place.standing[0].registers[0].register_id
    left = date(2025, 8, 10)
    place = supply.move_out(place, left, {register: Decimal(1130)}, accept=False)
    assert place.liable is None
    who = NewAccount(unique("C"), "Rana Das", unique("4"), "residential")
    place = supply.move_in(place, date(2025, 8, 11), who, {}, accept=False)
    ReadingRepository(round_.office.desk).enter(register, AUGUST, Decimal(1200), may_hold=False)
    newcomer, leaver = place.liabilities
    found = {row.account_id: spans([row])[0] for row in round_.billable(AUGUST)}
    assert found == {
        leaver.account_id: (JULY, left, 10, "60"),
        newcomer.account_id: (left, AUGUST, 21, "140"),
    }


def test_meters_side_by_side_and_a_maximum(round_: Round) -> None:
    """A demand register's maximum is billed as it is, not as a difference."""
    other = unique("88")
    round_.office.read_in(
        "meters",
        round_.office.file(
            "meter_no,dials,register,unit,connection_no,position,fitted_on,reading",
            f"{other},5,max,kVA,{round_.home.connection_no},2,{FITTED},0",
        ),
    )
    round_.read("2025-07-31 1100", "2025-08-31 1250")
    for day, value in ((JULY, 40), (AUGUST, 30)):
        row = f"{other},{day},{value}"
        round_.office.read_in("readings", round_.office.file("meter_no,read_on,value", row))
    rows = round_.billable(AUGUST)
    assert [(r.unit, f"{r.consumption.normalize():f}") for r in rows] == [
        ("kWh", "300"), ("kVA", "30"),
    ]  # fmt: skip


@pytest.fixture
def without_statistics(world: World) -> Iterator[None]:
    """The server thinks every table empty, as after a load that it was stopped behind."""
    of_tables = "database_name = %s"
    world.run(
        "UPDATE mysql.innodb_table_stats SET n_rows = 0, clustered_index_size = 1,"
        f" sum_of_other_index_sizes = 1 WHERE {of_tables}",
        world.database,
    )
    world.run(
        "UPDATE mysql.innodb_index_stats SET stat_value = 0"
        f" WHERE {of_tables} AND stat_name LIKE 'n\\_diff%%'",
        world.database,
    )
    world.run("FLUSH TABLES")
    yield
    tables = [row[0] for row in world.run("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")]
    world.run(f"ANALYZE TABLE {', '.join(tables)}")


def test_no_table_is_read_whole_where_the_server_thinks_all_of_them_empty(
    world: World, tmp_path: Path, without_statistics: None
) -> None:
    """Joined in another order, two hundred customers took twenty seconds."""
    Office(world, tmp_path).metered()
    select = _GATHER[_GATHER.index("SELECT") :]
    with connected(world.admin) as connection:
        binds = {**cycle_binds(connection, OCTOBER, route_id=1), "run": 0}
        explain = "EXPLAIN" if is_mariadb(connection) else "EXPLAIN FORMAT=TRADITIONAL"
        plan = connection.execute(text(f"{explain} {select}"), binds).mappings().all()
    # Connections are what is gone through; what is materialized is read once, not for each row.
    whole = {
        (row["table"], row["type"])
        for row in plan
        if row["type"] in {"ALL", "index"}
        and row["select_type"] != "MATERIALIZED"
        and row["table"] != "k"
        and not str(row["table"]).startswith("<")
    }
    assert whole == set()
