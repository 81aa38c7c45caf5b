"""Files of customers, meters and readings: whole or not at all, each refusal with its place."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.supply.desk import OfficeDesk
from cashier_app.db.repositories.supply.imports import ImportRepository
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Role
from cashier_app.services.imports.importing import ImportOrder, ImportService
from cashier_app.services.imports.rows import FileKind
from tests.support.counter import PASSWORD, World, unique
from tests.support.office import Office, days_ago

HEAD = "customer_no,name,account_no,opened_on,tariff_class"


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    return Office(world, tmp_path)


def customers(office: Office, *lines: str) -> int:
    """Rows of customers whose numbers stand in these lines."""
    numbers = {line.split(",")[0] for line in lines}
    found = office.rows("SELECT customer_no FROM customers")
    return len(numbers & {row[0] for row in found})


def test_customer_with_all_columns_is_found_by_name_phone_and_former_number(office: Office) -> None:
    customer, account, place, former = unique("C"), unique("4"), unique("K"), unique("2")
    path = office.file(
        "account_no;customer_no;name;opened_on;kind;phones;email;cash_only;instruction;"
        "tariff_class;former_account_no;connection_no;address;ward;route;premises;voltage;"
        "load_kva;liable_from",
        f'{account[:4]}-{account[4:]};{customer};"Sharma; Karuna";2024-03-01;firm;061-23|0699999;'
        f"k@example.org;yes;Ask at gate 2;commercial;{former};{place};14 Canal Road;Ward 6;R1;"
        "shop;low;3.5;2024-04-01",
    )
    report = office.read_in("customers", path)
    assert (report.stored.new, report.refusals, report.stored.is_written) == (1, (), True)
    ((name, kind, cash_only, opened, former_no, liable, load),) = office.rows(
        "SELECT cu.name, cu.kind, cu.cash_only, a.opened_on, f.account_no, ac.liable_from,"
        " l.load_kva FROM customers cu JOIN accounts a USING (customer_id)"
        " JOIN former_account_numbers f USING (account_id)"
        " JOIN account_connections ac USING (account_id)"
        " JOIN connection_loads l ON l.connection_id = ac.connection_id"
        " AND l.valid_from = ac.liable_from WHERE a.account_no = :no",
        no=account,
    )
    assert (name, kind, cash_only, former_no) == ("Sharma; Karuna", "firm", 1, former)
    assert (str(opened), str(liable), str(load)) == ("2024-03-01", "2024-04-01", "3.500000")
    words = office.rows(
        "SELECT w.word FROM words w JOIN account_words USING (word_id)"
        " JOIN accounts a USING (account_id) WHERE a.account_no = :no",
        no=account,
    )
    assert {word for (word,) in words} == {
        "sharma", "karuna", "14", "canal", "road", "ward", "6",
    }  # fmt: skip


def test_same_file_twice_is_stored_once(office: Office) -> None:
    line = f"{unique('C')},Maya,{unique('4')},2024-01-01,residential"
    path = office.file(HEAD, line)
    assert office.read_in("customers", path).stored.is_written
    again = office.read_in("customers", path)
    assert again.stored.before is not None
    assert not again.refusals
    # The same records in other bytes: known by their numbers.
    other = office.read_in("customers", office.file(HEAD, line, ""))
    assert (other.stored.new, other.stored.there, other.refusals) == (0, 1, ())
    assert customers(office, line) == 1


def test_one_refused_record_and_nothing_is_stored(office: Office) -> None:
    good = f"{unique('C')},Maya,{unique('4')},2024-01-01,residential"
    bad = f"{unique('C')},,{unique('4')},2024-02-30,residential"
    short = f"{unique('C')},Rana"
    path = office.file(HEAD, good, bad, short)
    report = office.read_in("customers", path)
    assert [(r.line, r.column, r.code) for r in report.refusals] == [
        (3, "name", "field_missing"),
        (3, "opened_on", "no_such_day"),
        (4, "", "wrong_number_of_fields"),
    ]
    assert not report.stored.is_written
    assert customers(office, good, bad, short) == 0
    assert office.rows("SELECT 1 FROM file_imports WHERE file_name = :n", n=path.name) == []
    # By an order of one's own the others are stored.
    assert office.read_in("customers", path, leave_out_refused=True).stored.is_written
    assert customers(office, good, bad, short) == 1


def test_dry_run_stores_nothing(office: Office) -> None:
    line = f"{unique('C')},Maya,{unique('4')},2024-01-01,residential"
    path = office.file(HEAD, line)
    report = office.read_in("customers", path, dry_run=True)
    assert (report.stored.new, report.stored.is_written) == (1, False)
    assert customers(office, line) == 0
    assert office.read_in("customers", path).stored.is_written


def test_records_that_contradict_each_other_or_the_database(office: Office) -> None:
    home = office.home()
    customer, account = unique("C"), unique("4")
    head = f"{HEAD},connection_no,address,route,tariff"
    found = office.refused(
        "customers",
        head,
        f"{customer},Maya,{account},2024-01-01,residential,,,,",
        f"{customer},Maya,{account},2024-01-01,residential,,,,",
        f"{customer},Another,{unique('4')},2024-01-01,residential,,,,",
        f"{home.customer_no},Other Name,{unique('4')},2024-01-01,residential,,,,",
        f"{home.customer_no},Maya Thapa,{home.account_no},2024-01-02,residential,,,,",
        f"{unique('C')},New,{unique('4')},2024-05-01,residential,{home.connection_no},,,",
        f"{unique('C')},New,{unique('4')},2024-05-01,residential,{unique('K')},1 Road,NONE,",
        f"{unique('C')},New,{unique('4')},2024-05-01,residential,{unique('K')},1 Road,R1,NONE",
        f"{unique('C')},New,{unique('4')},2024-05-01,residential,{unique('K')},,R1,",
    )
    assert found == [
        (3, "account_no", "twice_in_file"),
        (4, "name", "customer_differs"),
        (5, "name", "customer_differs"),
        (6, "opened_on", "account_differs"),
        (7, "connection_no", "connection_taken"),
        (8, "route", "no_such_route"),
        (9, "tariff", "no_such_tariff"),
        (10, "address", "field_missing"),
    ]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (f"{HEAD}\nC1,Zoë,41,2024-01-01,x\n".encode("latin-1"), "not_utf8", "2"),
        (f"{HEAD}\nC1,Maya,41,2024-01-01,x\n".encode("utf-16"), "not_utf8", "1"),
        (b"customer_no,name,opened_on\nC1,Maya,2024-01-01\n", "missing_columns", "1"),
        (f"{HEAD},colour\nC1,Maya,41,2024-01-01,x,red\n".encode(), "unknown_columns", "1"),
        (f"{HEAD},name\nC1,Maya,41,2024-01-01,x,Maya\n".encode(), "column_twice", "1"),
        (f'{HEAD}\nC1,Maya,41,2024-01-01,x\nC2,"M"ya,42,2024-01-01,x'.encode(), "bad_quotes", "3"),
        (f"{HEAD}\n".encode(), "file_empty", None),
        (b"", "file_empty", None),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_with_its_place(
    office: Office, data: bytes, code: str, line: str | None
) -> None:
    path = office.folder / "bad.csv"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        office.read_in("customers", path)
    assert (caught.value.code, caught.value.facts.get("line")) == (code, line)


def test_mark_at_the_beginning_tabs_and_windows_lines_are_fine(office: Office) -> None:
    fields = unique("C"), "Zoë", unique("4"), "2024-01-01", "residential"
    path = office.folder / "excel.csv"
    text = "\t".join(HEAD.upper().split(",")) + "\r\n" + "\t".join(fields) + "\r\n"
    path.write_bytes(text.encode("utf-8-sig"))
    assert office.read_in("customers", path).stored.is_written
    assert office.rows("SELECT name FROM customers WHERE customer_no = :n", n=fields[0])


def test_meters_are_fitted_with_their_first_reading(office: Office) -> None:
    home = office.home()
    fitted = days_ago(100)
    report = office.read_in(
        "meters",
        office.file(
            "meter_no,dials,multiplier,register,connection_no,fitted_on,reading",
            f"{home.meter_no},5,40,day,{home.connection_no},{fitted},12",
            f"{home.meter_no},5,40,night,{home.connection_no},{fitted},7",
        ),
    )
    assert report.stored.is_written
    found = office.rows(
        "SELECT g.code, r.value, r.kind, r.status FROM readings r JOIN registers g USING"
        " (register_id) JOIN meters m USING (meter_id) JOIN meter_fittings f USING (meter_id)"
        " WHERE m.meter_no = :no AND f.position = 1 AND f.removed_on IS NULL ORDER BY g.code",
        no=home.meter_no,
    )
    assert [(c, str(v), k, s) for c, v, k, s in found] == [
        ("day", "12.000", "initial", "actual"),
        ("night", "7.000", "initial", "actual"),
    ]
    refused = office.refused(
        "meters",
        "meter_no,dials,register,multiplier,connection_no,position,fitted_on,reading",
        f"{unique('88')},5,kWh,1,{home.connection_no},1,{fitted},0",
        f"{home.meter_no},6,day,40,,,,",
        f"{unique('88')},5,kWh,1,NOWHERE,1,{fitted},0",
        f"{unique('88')},5,kWh,1,{home.connection_no},2,{fitted},",
        f"{unique('88')},5,kWh,1,{home.connection_no},2,{fitted},100000",
        f"{unique('88')},5,kWh,0,,,,",
        f"{unique('88')},2,kWh,1,,,,",
        f"{unique('88')},5,kWh,1,{home.connection_no},2,{fitted},-1",
    )
    assert refused == [
        (2, "connection_no", "position_taken"),
        (3, "dials", "meter_differs"),
        (4, "connection_no", "no_such_connection"),
        (5, "reading", "needed_with_connection"),
        (6, "reading", "beyond_dial"),
        (7, "multiplier", "not_positive"),
        (8, "dials", "not_in_range"),
        (9, "reading", "negative_reading"),
    ]


READ_HEAD = "meter_no,read_on,value"
MONTHS = [(120, "1000"), (90, "1100"), (60, "1200"), (30, "1300")]


def test_readings_count_or_are_held_with_the_reason(office: Office) -> None:
    homes = [office.metered(MONTHS) for _ in range(5)]
    wrapping = office.metered(
        [(120, "99600"), (90, "99700"), (60, "99800"), (30, "99950")], start="99000"
    )
    values = ("1400", "1900", "1310", "1300", "1250")
    report = office.read_in(
        "readings",
        office.file(
            READ_HEAD,
            *(f"{h.meter_no},{days_ago(0)},{v}" for h, v in zip(homes, values, strict=True)),
            f"{wrapping.meter_no},{days_ago(0)},00050",
        ),
    )
    assert report.refusals == ()
    assert [(held.line, held.reason.value) for held in report.stored.held] == [
        (3, "high"), (4, "low"), (5, "zero"), (6, "lower"),
    ]  # fmt: skip
    statuses = office.rows(
        "SELECT r.status, r.hold_reason FROM readings r JOIN registers g USING (register_id)"
        " JOIN meters m USING (meter_id) WHERE r.read_on = :day AND m.meter_no IN :nos"
        " ORDER BY r.reading_id",
        day=days_ago(0), nos=tuple(h.meter_no for h in [*homes, wrapping]),
    )  # fmt: skip
    assert sorted(map(str, statuses)) == sorted(
        map(str, [("actual", None), ("held", "high"), ("held", "low"), ("held", "zero"),
                  ("held", "lower"), ("actual", None)])
    )  # fmt: skip


def test_readings_that_can_be_none_are_refused_and_nothing_changes(office: Office) -> None:
    home = office.metered(MONTHS)
    store = unique("88")
    assert office.read_in("meters", office.file("meter_no,dials", f"{store},5")).stored.is_written
    before = office.rows("SELECT COUNT(*) FROM readings")
    refused = office.refused(
        "readings",
        READ_HEAD,
        f"{home.meter_no},{days_ago(0)},-5",
        f"{home.meter_no},{days_ago(1)},100000",
        f"{home.meter_no},{days_ago(40)},1250",
        f"{home.meter_no},{days_ago(-2)},1500",
        f"{home.meter_no},{days_ago(30)},1301",
        f"{home.meter_no},{days_ago(401)},1",
        f"{store},{days_ago(1)},5",
        f"NOSUCH,{days_ago(1)},5",
        f"{home.meter_no},{days_ago(2)},1380",
        f"{home.meter_no},{days_ago(2)},1380",
        f"{home.meter_no},{days_ago(3)},12.3456",
        f"{home.meter_no},{days_ago(3)},twelve",
    )
    assert refused == [
        (2, "value", "negative_reading"),
        (3, "value", "beyond_dial"),
        (4, "read_on", "reading_before_last"),
        (5, "read_on", "reading_in_future"),
        (6, "value", "reading_stands"),
        (7, "read_on", "meter_not_fitted"),
        (8, "read_on", "meter_not_fitted"),
        (9, "meter_no", "no_such_meter"),
        (11, "read_on", "twice_in_file"),
        (12, "value", "too_many_decimals"),
        (13, "value", "not_a_figure"),
    ]
    assert office.rows("SELECT COUNT(*) FROM readings") == before


def test_several_days_of_a_register_in_any_order_of_lines(office: Office) -> None:
    home = office.metered()
    lines = [f"{home.meter_no},{days_ago(d)},{v}" for d, v in reversed(MONTHS)]
    report = office.read_in("readings", office.file(READ_HEAD, *lines))
    assert (report.stored.new, report.stored.held, report.refusals) == (4, (), ())
    again = office.read_in("readings", office.file(READ_HEAD, *lines, ""))
    assert (again.stored.new, again.stored.there) == (0, 4)


def test_registers_and_routes_are_asked_for(office: Office) -> None:
    home = office.home()
    day = days_ago(10)
    office.read_in(
        "meters",
        office.file(
            "meter_no,dials,register,connection_no,fitted_on,reading",
            *(f"{home.meter_no},5,{r},{home.connection_no},{day},0" for r in ("day", "night")),
        ),
    )
    head = "meter_no,read_on,value,register"
    assert office.refused("readings", head, f"{home.meter_no},{days_ago(1)},5,") == [
        (2, "register", "which_register")
    ]
    assert office.refused("readings", head, f"{home.meter_no},{days_ago(1)},5,noon") == [
        (2, "register", "no_such_register")
    ]
    line = f"{home.meter_no},{days_ago(1)},5,day"
    assert office.refused("readings", head, line, route="R9") == [(2, "meter_no", "not_on_route")]
    assert office.refused("readings", head, line, route="R1") == []


def test_estimates_at_most_two_in_a_row(office: Office) -> None:
    home = office.metered(MONTHS)
    head = f"{READ_HEAD},status"
    lines = [f"{home.meter_no},{days_ago(d)},{1400 - d},estimated" for d in (20, 10)]
    assert office.refused("readings", head, *lines) == []
    assert office.refused("readings", head, f"{home.meter_no},{days_ago(5)},1395,estimated") == [
        (2, "read_on", "too_many_estimates")
    ]


def test_without_the_right_nothing_is_read_in(office: Office, world: World) -> None:
    line = f"{unique('C')},Maya,{unique('4')},2024-01-01,residential"
    path = office.file(HEAD, line)
    for role, code in ((Role.AUDITOR, "no_right"), (Role.CASHIER, "not_allowed")):
        login = Login(world.address, world.person(role), PASSWORD)
        service = ImportService(ImportRepository(OfficeDesk(partial(connected, login))))
        with pytest.raises(Refused, match=code):
            service.run(ImportOrder(FileKind.CUSTOMERS, path))
    assert customers(office, line) == 0
