"""Files that change what stands: moving out and in, meters replaced; what differs is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from cashier_app.db.engine import connected
from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.errors import Stopped
from cashier_app.services.imports.importing import ImportOrder, ImportReport, ImportService
from cashier_app.services.imports.rows import FileKind
from tests.support.counter import World, unique
from tests.support.office import TARIFF_WITH_SCHEME, Home, Office, days_ago

HEAD = "customer_no,name,account_no,opened_on,tariff_class,connection_no,liable_to"
METERS = "meter_no,dials,connection_no,fitted_on,reading,replaces,final_reading"
MONTHS = [(120, "1000"), (90, "1100"), (60, "1200"), (30, "1300")]


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    return Office(world, tmp_path)


def leaving(home: Home, day: object) -> str:
    return (
        f"{home.customer_no},Maya Thapa,{home.account_no},2024-01-01,residential,"
        f"{home.connection_no},{day}"
    )


def test_one_file_moves_somebody_out_and_another_in(office: Office) -> None:
    home, last = office.metered(MONTHS), days_ago(30)
    customer, account = unique("C"), unique("4")
    moved_in = f"{customer},Rana Khan,{account},{days_ago(29)},residential,{home.connection_no},"
    path = office.file(HEAD, moved_in, leaving(home, last))
    report = office.read_in("customers", path)
    assert (report.refusals, report.stored.new) == ((), 2)
    found = office.rows(
        "SELECT a.account_no, ac.liable_from, ac.liable_to, a.closed_on FROM account_connections ac"
        " JOIN accounts a USING (account_id) JOIN connections k USING (connection_id)"
        " WHERE k.connection_no = :no ORDER BY ac.liable_from",
        no=home.connection_no,
    )
    assert [(no, str(to), str(closed)) for no, _, to, closed in found] == [
        (home.account_no, str(last), str(last)),
        (account, "None", "None"),
    ]
    again = office.read_in("customers", office.file(HEAD, moved_in, leaving(home, last), ""))
    assert (again.stored.new, again.stored.there, again.refusals) == (0, 2, ())


def test_moving_out_needs_a_reading_of_the_last_day(office: Office) -> None:
    home = office.metered(MONTHS)
    assert office.refused("customers", HEAD, leaving(home, days_ago(20))) == [
        (2, "liable_to", "reading_missing")
    ]
    assert office.refused("customers", HEAD, leaving(home, "2023-12-31")) == [
        (2, "liable_to", "before_moving_in")
    ]
    assert office.refused("customers", HEAD, leaving(home, days_ago(-3))) == [
        (2, "liable_to", "day_in_future")
    ]
    still = f"{unique('C')},Rana,{unique('4')},{days_ago(9)},residential,{home.connection_no},"
    assert office.refused("customers", HEAD, leaving(home, days_ago(20)), still) == [
        (2, "liable_to", "reading_missing"),
        (3, "connection_no", "connection_taken"),
    ]


def test_what_a_file_says_otherwise_of_what_stands_is_refused(office: Office) -> None:
    home = office.home()
    head = "customer_no,name,account_no,opened_on,tariff_class,connection_no"
    known = f"{home.customer_no},Maya Thapa,{home.account_no},2024-01-01,residential"
    known = f"{known},{home.connection_no}"
    for column, value in {
        "phones": "0611111", "email": "m@example.org", "kind": "firm", "cash_only": "yes",
        "ward": "Ward 9", "route": "R2", "load_kva": "9", "former_account_no": "777",
        "liable_from": "2024-02-01",
    }.items():  # fmt: skip
        (refusal,) = office.refused("customers", f"{head},{column}", f"{known},{value}")
        assert refusal[:2] == (2, column)
        assert refusal[2].endswith("_differs")
    # An empty or missing column says nothing.
    assert office.refused("customers", f"{head},phones,ward", f"{known},,") == []


def test_a_meter_keeps_its_first_reading(office: Office) -> None:
    home = office.metered(start="5")
    head = "meter_no,dials,connection_no,fitted_on,reading"
    line = f"{home.meter_no},5,{home.connection_no},{days_ago(400)}"
    assert office.refused("meters", head, f"{line},6") == [(2, "reading", "reading_stands")]
    assert office.refused("meters", head, f"{line},5") == []


def test_a_meter_is_replaced_with_its_last_reading(office: Office) -> None:
    home, new = office.metered(MONTHS), unique("99")
    line = f"{new},6,{home.connection_no},{days_ago(10)},12,{home.meter_no},1370"
    report = office.read_in("meters", office.file(METERS, line))
    assert (report.refusals, report.stored.is_written) == ((), True)
    found = office.rows(
        "SELECT m.meter_no, f.removed_on, r.kind, r.value FROM meter_fittings f"
        " JOIN meters m USING (meter_id) JOIN registers g USING (meter_id)"
        " JOIN readings r USING (register_id) JOIN connections k USING (connection_id)"
        " WHERE k.connection_no = :no AND r.read_on = :day ORDER BY r.kind",
        no=home.connection_no,
        day=days_ago(10),
    )
    assert [(no, str(out), kind, str(value)) for no, out, kind, value in found] == [
        (home.meter_no, str(days_ago(10)), "final", "1370.000"),
        (new, "None", "initial", "12.000"),
    ]
    again = office.read_in("meters", office.file(METERS, line, ""))
    assert (again.stored.new, again.stored.there, again.refusals) == (0, 1, ())


def test_a_replacing_that_cannot_be_is_refused(office: Office) -> None:
    home, other = office.metered(MONTHS), office.metered()
    place, day = home.connection_no, days_ago(10)
    assert office.refused(
        "meters",
        METERS,
        f"{unique('99')},6,{place},{day},0,{home.meter_no},",
        f"{unique('99')},6,{place},{day},0,NOSUCH,1370",
        f"{unique('99')},6,{place},{day},0,{other.meter_no},1370",
        f"{unique('99')},6,{place},{day},0,{home.meter_no},9999",
        f"{unique('99')},6,{place},{day},0,{home.meter_no},123456",
        f"{unique('99')},6,{place},{days_ago(40)},0,{home.meter_no},1370",
        f"{unique('99')},6,,,,{home.meter_no},1370",
        f"{unique('99')},6,{place},{day},0,,",
    ) == [
        (2, "final_reading", "needed_when_replacing"),
        (3, "replaces", "no_such_meter"),
        (4, "replaces", "not_standing_there"),
        (5, "final_reading", "reading_odd"),
        (6, "final_reading", "beyond_dial"),
        (7, "fitted_on", "reading_before_last"),
        (8, "replaces", "needs_connection_no"),
        (9, "connection_no", "position_taken"),
    ]


def test_a_meter_of_two_registers_is_replaced_whole(office: Office) -> None:
    home, old = office.home(), unique("88")
    head = f"register,{METERS}"
    first = [f"{r},{old},5,{home.connection_no},{days_ago(90)},0,," for r in ("day", "night")]
    assert office.refused("meters", head, *first) == []
    new = unique("99")
    rest = f"{new},5,{home.connection_no},{days_ago(9)},0,{old}"
    assert office.refused("meters", head, f"day,{rest},700") == [
        (2, "final_reading", "reading_missing")
    ]
    both = office.file(head, f"day,{rest},700", f"night,{rest},100000")
    report = office.read_in("meters", both, leave_out_refused=True)
    assert [(found.line, found.code) for found in report.refusals] == [
        (2, "half_replaced"), (3, "beyond_dial"),
    ]  # fmt: skip
    assert office.refused("meters", head, f"day,{rest},700", f"night,{rest},300") == []


def test_lines_of_a_register_come_in_the_order_of_their_days(office: Office) -> None:
    home = office.metered()
    report = office.read_in(
        "readings",
        office.file(
            "meter_no,read_on,value,register",
            f"{home.meter_no},{days_ago(1)},1400,",
            f"{home.meter_no},{days_ago(30)},1300,kWh",
        ),
    )
    assert (report.stored.new, report.refusals) == (2, ())


def test_empty_cells_behind_the_last_column_say_nothing(office: Office) -> None:
    home = office.metered()
    path = office.file("meter_no;read_on;value;;", f"{home.meter_no};{days_ago(1)};1400;;")
    assert office.read_in("readings", path).stored.is_written


@pytest.mark.parametrize("kind", list(FileKind))
def test_a_file_is_stopped_at_any_moment_and_leaves_nothing(office: Office, kind: FileKind) -> None:
    home = office.metered()
    lines = {
        FileKind.CUSTOMERS: (
            "customer_no,name,account_no,opened_on,tariff_class",
            f"{unique('C')},Maya,{unique('4')},2024-01-01,residential",
        ),
        FileKind.METERS: ("meter_no,dials", f"{unique('88')},5"),
        FileKind.READINGS: ("meter_no,read_on,value", f"{home.meter_no},{days_ago(1)},1400"),
    }
    tables = "customers", "accounts", "meters", "registers", "readings", "file_imports"
    path = office.file(*lines[kind])
    stops = 0
    while not (report := _stopped(office, ImportOrder(kind, path), stops, tables)):
        stops += 1
    assert report.stored.is_written
    assert stops >= 2


def _stopped(
    office: Office, order: ImportOrder, at: int, tables: tuple[str, ...]
) -> ImportReport | None:
    """The report of a file that came to its end before it was asked so often."""
    before = [office.rows(f"SELECT COUNT(*) FROM {table}") for table in tables]
    asked = iter(range(at))

    def stop(_done: int, _all: int) -> None:
        if next(asked, None) is None:
            raise Stopped

    try:
        return ImportService(ImportRepository(office.desk)).run(order, stop)
    except Stopped:
        assert [office.rows(f"SELECT COUNT(*) FROM {table}") for table in tables] == before
        return None


def test_nothing_reaches_into_a_billed_period(office: Office, world: World) -> None:
    """Told with its line, before anything is written: the triggers would name none."""
    home = office.metered(MONTHS)
    billed(office, world, home, up_to=days_ago(10))
    assert office.refused("customers", HEAD, leaving(home, days_ago(30))) == [
        (2, "liable_to", "period_billed")
    ]
    line = f"{unique('99')},6,{home.connection_no},{days_ago(20)},0,{home.meter_no},1330"
    assert office.refused("meters", METERS, line) == [(2, "fitted_on", "period_billed")]
    last = days_ago(10)
    reading = office.file("meter_no,read_on,value", f"{home.meter_no},{last},1370")
    assert office.read_in("readings", reading).stored.is_written
    assert office.refused("customers", HEAD, leaving(home, last)) == []


def billed(office: Office, world: World, home: Home, *, up_to: date) -> None:
    """An issued bill of the place's last period."""
    ((account_id, connection_id),) = office.rows(
        "SELECT account_id, connection_id FROM account_connections JOIN accounts USING (account_id)"
        " WHERE account_no = :no",
        no=home.account_no,
    )
    number = int(unique("", 8))
    bill_id = world.insert(
        "bills", bill_no=f"97{number:08}", series="97", running_no=number, account_id=account_id,
        connection_id=connection_id, kind="period", title="Electricity", issued_on=up_to,
        due_on=up_to, period_from=days_ago(60), period_to=up_to, total="10", balance="10",
        status="issued",
    )  # fmt: skip
    world.insert(
        "bill_lines", bill_id=bill_id, line_no=1, kind="energy", label="Energy", unit="",
        amount="10",
    )  # fmt: skip


def test_a_newcomer_may_begin_with_another_tariff(office: Office, world: World) -> None:
    home = office.metered(MONTHS)
    code = unique("T", 8)
    with connected(world.admin) as connection:
        connection.execute(
            text("INSERT INTO tariffs (code, name, tariff_class) VALUES (:code, :code, 'shop')"),
            {"code": code},
        )
    assert office.refused("customers", HEAD, leaving(home, days_ago(30))) == []
    line = f"{unique('C')},Rana,{unique('4')},{days_ago(29)},shop,{home.connection_no},,{code}"
    assert office.refused("customers", f"{HEAD},tariff", line) == []
    assert office.rows(
        "SELECT t.code FROM connection_tariffs JOIN tariffs t USING (tariff_id)"
        " JOIN connections k USING (connection_id) WHERE k.connection_no = :no",
        no=home.connection_no,
    ) == [(code,)]


def test_schemes_come_with_the_customer_and_go_with_it(office: Office, world: World) -> None:
    code = unique("T", 8)
    ((currency, decimals),) = world.run("SELECT currency_code, currency_decimals FROM utility")
    with connected(world.admin) as connection:
        TariffRepository(connection).take_in(
            TARIFF_WITH_SCHEME.format(code=code, currency=currency, decimals=decimals)
        )
    place = unique("K")
    head = f"{HEAD},address,route,tariff,schemes"
    line = f"{unique('C')},Maya,{unique('4')},2024-01-01,home,{place},%s,1 Road,R1,{code},%s"
    office.home()  # Makes the route where this test comes first.
    assert office.refused("customers", head, line % ("", "senior|student")) == [
        (2, "schemes", "no_such_scheme")
    ]
    assert office.refused("customers", head, line % ("", "senior")) == []
    assert office.refused("customers", head, line % ("", "")) == []
    leave = line % (days_ago(9), "senior")
    assert office.refused("customers", head, leave) == []
    assert office.rows(
        "SELECT s.code, c.valid_to FROM connection_schemes c JOIN discount_schemes s"
        " USING (scheme_id) JOIN connections k USING (connection_id) WHERE k.connection_no = :no",
        no=place,
    ) == [("senior", days_ago(9))]


def test_the_example_files_of_the_page_come_in(office: Office, world: World) -> None:
    with connected(world.admin) as connection:
        connection.execute(
            text(
                "INSERT IGNORE INTO tariffs (code, name, tariff_class) VALUES"
                " ('RES', 'Homes', 'residential'), ('SHOP', 'Shops', 'commercial')"
            )
        )
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text("utf-8")
    files = re.findall(r"^```csv\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    kinds = FileKind.CUSTOMERS, FileKind.METERS, FileKind.METERS, FileKind.READINGS
    for kind, content in zip(kinds, files, strict=True):
        report = office.read_in(kind, office.file(content.rstrip()))
        assert (report.refusals, report.stored.is_written) == ((), True)
        assert report.stored.new == content.count("\n") - 1
        assert not report.stored.held


def test_another_load_begins_with_who_moves_in(office: Office) -> None:
    head = f"{HEAD},load_kw,load_kva"
    home = office.metered(MONTHS)
    assert office.refused("customers", HEAD, leaving(home, days_ago(30))) == []
    days = days_ago(29), days_ago(9)
    who = [
        f"{unique('C')},Rana,{unique('4')},{day},residential,{home.connection_no}" for day in days
    ]
    left = f"{who[0]},{days_ago(10)}"
    load = (
        "SELECT l.valid_from, l.load_kw, l.load_kva"
        " FROM connection_loads l JOIN connections k USING (connection_id)"
        " WHERE k.connection_no = :no ORDER BY l.valid_from"
    )
    assert office.refused("customers", head, f"{left},4,", f"{who[1]},,6,7") == []
    found = [(days[0], 4, None), (days[1], 6, 7)]
    assert office.rows(load, no=home.connection_no) == found
    # The same file again says nothing new; another load than the one of that day is none.
    assert office.refused("customers", head, f"{left},4,", f"{who[1]},,6,7") == []
    assert office.refused("customers", head, f"{left},5,") == [(2, "load_kw", "connection_differs")]
    assert office.rows(load, no=home.connection_no) == found
