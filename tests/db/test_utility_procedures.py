"""The utility's row, settings and banknotes: by an administrator only, audited, fixed in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection, select

from cashier_app.db.engine import Login, connected
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.people import UtilityRepository
from cashier_app.db.repositories.supply.billable import billing_began
from cashier_app.db.tables import people, trace
from cashier_app.domain.errors import Refused
from cashier_app.domain.utility import Denomination, ReceiptDesign, Role
from cashier_app.services.people import UtilityService
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.people import PASSWORD, SignIn, add, refusal

NEW = {
    "name": "Rivergate Electricity", "currency_code": "INR", "currency_symbol": "Rs",
    "time_zone": "Europe/Berlin", "address": 'Main "Street" 1 | ünï', "cash_step": "0.05",
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (b"\0\0\0\x08" * 2) + bytes(5)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """A server whose database has no utility yet."""
    folder = tmp_path_factory.mktemp("utility") / "server"
    copy_of_template(folder, wanted_server())
    with PrivateServer(folder, wanted_server()) as running:
        yield running


@pytest.fixture
def owner(empty: PrivateServer) -> Iterator[Connection]:
    with connected(empty.admin_login(DATABASE)) as connection:
        yield connection


@pytest.fixture
def name(owner: Connection) -> str:
    return add(owner, Role.ADMINISTRATOR)


@pytest.fixture
def utility(empty: PrivateServer, name: str) -> Iterator[UtilityService]:
    with connected(Login(empty.address(DATABASE), name, PASSWORD)) as connection:
        yield UtilityService(UtilityRepository(connection))


def audited(owner: Connection, act: str) -> list[str]:
    events = trace.audit_events.c
    return list(owner.execute(select(events.detail).where(events.act == act)).scalars())


def issued_bill(owner: Connection) -> None:
    """The least that makes one: nobody asks here whose it is."""
    owner.exec_driver_sql("SET foreign_key_checks = 0", ())
    owner.exec_driver_sql(
        "INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title,"
        " issued_on, due_on, total, balance, status)"
        " VALUES ('90000001', '90', 1, 1, 1, 'fee', 'Fee', '2026-01-01', '2026-01-20', 5, 5,"
        " 'issued')",
        (),
    )
    owner.exec_driver_sql("SET foreign_key_checks = 1", ())


def test_a_new_utility_and_its_clock(utility: UtilityService, owner: Connection) -> None:
    assert utility.facts().utility is None
    with pytest.raises(Refused, match="bad_utility") as caught:
        utility.change({"name": "No currency"})
    assert caught.value.facts["field"] == "currency_code"
    utility.change(NEW, PNG)
    found = utility.facts().utility
    assert found is not None
    assert (found.name, found.address, found.logo) == (NEW["name"], NEW["address"], PNG)
    assert (found.currency.code, found.currency.decimals, found.cash_step) == (
        "INR", 2, Decimal("0.05"),
    )  # fmt: skip
    assert not found.is_training
    minutes = owner.execute(select(people.utility_offsets.c.minutes)).scalars()
    assert set(minutes) == {60, 120}
    utility.change({"contact": "Questions: 1600 100"}, b"")
    after = utility.facts().utility
    assert after is not None
    assert (after.contact, after.name, after.logo) == ("Questions: 1600 100", NEW["name"], None)
    assert any("Questions" in detail for detail in audited(owner, "utility_changed"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", ""), ("name", "x" * 121), ("currency_code", "Rs"), ("currency_symbol", ""),
        ("currency_decimals", "4"), ("digit_grouping", "0"), ("cash_step", "-1"),
        ("cash_step", "0.005"), ("cash_step", "NaN"), ("cash_step", "1e3"),
        ("time_zone", "Mars/Base"), ("time_zone", "../../etc/passwd"), ("receipt_foot", "y" * 201),
    ],
)  # fmt: skip
def test_bad_fields_are_named(utility: UtilityService, field: str, text: str) -> None:
    utility.change(NEW)
    with pytest.raises(Refused, match="bad_utility") as caught:
        utility.change({field: text})
    assert caught.value.facts["field"] == field


@pytest.mark.parametrize("logo", [b"GIF89a", PNG[:4], PNG + bytes(300_000)])
def test_a_logo_is_a_small_png(utility: UtilityService, logo: bytes) -> None:
    with pytest.raises(Refused, match="bad_utility"):
        utility.change({}, logo)


def test_a_design_of_the_receipt_is_kept_and_read(utility: UtilityService) -> None:
    design = ReceiptDesign(frozenset({"meter", "logo"}), ("एक लाइन", "two"), ("foot",))
    utility.change(NEW)
    utility.change_design(design)
    found = utility.facts().utility
    assert found is not None
    assert (found.design, found.name) == (design, NEW["name"])
    utility.change_design(ReceiptDesign())
    found = utility.facts().utility
    assert found is not None
    assert found.design == ReceiptDesign()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("receipt_left_out", "total"),
        ("receipt_left_out", "meter,number"),
        ("receipt_left_out", "meter,"),
        ("receipt_left_out", "METER"),
        ("receipt_left_out", "meter\n"),
        ("receipt_head", "a\nb\nc\nd"),
        ("receipt_head", "x" * 201),
        ("receipt_more", "a\nb\nc\nd\ne"),
        ("receipt_more", "x" * 301),
    ],
)
def test_the_database_keeps_what_every_receipt_needs(
    utility: UtilityService, field: str, text: str
) -> None:
    utility.change(NEW)
    with pytest.raises(Refused) as refused:
        utility.change({field: text})
    assert refused.value.facts["field"] == field
    found = utility.facts().utility
    assert found is not None
    assert found.design == ReceiptDesign()


def test_currency_is_fixed_by_the_first_bill(utility: UtilityService, owner: Connection) -> None:
    utility.change(NEW)
    utility.change({"currency_code": "NPR"})
    issued_bill(owner)
    assert utility.facts().currency_is_fixed
    for change in ({"currency_code": "INR"}, {"currency_decimals": "3"}):
        with pytest.raises(Refused, match="currency_fixed"):
            utility.change(change)
    utility.change({"currency_code": "NPR", "name": "Same currency"})


def test_settings_are_checked_and_audited(utility: UtilityService, owner: Connection) -> None:
    utility.change_settings(
        {"idle_minutes": "5", "difference_limit": "12.50", "scan_prefix": "]C1"}
    )
    values = {found.name: found.value for found in utility.facts().settings}
    assert (values["idle_minutes"], values["difference_limit"], values["scan_prefix"]) == (
        "5", "12.50", "]C1",
    )  # fmt: skip
    assert values["undo_limit"] == "3"
    utility.change_settings({"idle_minutes": "7"})
    assert "idle_minutes: 5 -> 7" in audited(owner, "setting_changed")


@pytest.mark.parametrize("day", ["2026-04-01", "2024-02-29", ""])
def test_a_day_is_a_date_of_the_calendar_or_empty(
    utility: UtilityService, owner: Connection, day: str
) -> None:
    utility.change_settings({"billing_from": day})
    (found,) = (s for s in utility.facts().settings if s.name == "billing_from")
    assert (found.kind, found.value, found.accepts(day)) == ("day", day, True)
    assert billing_began(owner) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("idle_minutes", "0"), ("idle_minutes", "1.5"), ("idle_minutes", "many"),
        ("idle_minutes", ""), ("idle_minutes", "9" * 30), ("difference_limit", "-5"),
        ("difference_limit", "1e3"), ("scan_prefix", "much too long"), ("no_such", "1"),
        ("billing_from", "soon"), ("billing_from", "2026-02-30"), ("billing_from", "2026-13-01"),
        ("billing_from", "2026-04-00"), ("billing_from", "1889-01-01"),
        ("billing_from", "20260401"),
        ("billing_from", "2026-04-01\n"), ("reading_high_factor", "0.5"), ("waiting_hours", "0"),
    ],
)  # fmt: skip
def test_bad_settings_change_nothing(utility: UtilityService, setting: str, value: str) -> None:
    before = utility.facts().settings
    with pytest.raises(Refused, match="bad_setting"):
        utility.change_settings({"undo_limit": "9", setting: value})
    assert utility.facts().settings == before
    assert not any(found.name == setting and found.accepts(value) for found in before)


def test_denominations_are_replaced(utility: UtilityService) -> None:
    notes = (Denomination(Decimal("100"), note=True), Denomination(Decimal("0.5"), note=False))
    utility.change_denominations(notes)
    assert [(d.value, d.note) for d in utility.facts().denominations] == [
        (Decimal("100"), True), (Decimal("0.5"), False),
    ]  # fmt: skip
    utility.change_denominations(notes[1:])
    assert [d.value for d in utility.facts().denominations] == [Decimal("0.5")]
    for bad in ((), (Denomination(Decimal("0"), note=True),)):
        with pytest.raises(Refused, match="bad_denomination"):
            utility.change_denominations(bad)


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR, Role.CLERK, Role.AUDITOR])
def test_nobody_else_may(root: Connection, sign_in: SignIn, role: Role) -> None:
    import pymysql

    person = sign_in(add(root, role))
    for call in ("office_settings()", "set_settings('[]')", "set_utility('{}', NULL, NULL)",
                 "set_denominations('[]')"):  # fmt: skip
        with pytest.raises(pymysql.MySQLError):
            refusal(person, call)


def test_the_right_is_asked_beside_the_role(
    root: Connection, administrator: str, sign_in: SignIn
) -> None:
    root.exec_driver_sql(
        "DELETE r FROM rights r JOIN users u ON u.user_id = r.user_id WHERE u.user_name = %s",
        (administrator,),
    )
    person = sign_in(administrator)
    for call in ("office_settings()", "list_people()", "disable_person('nobody')"):
        assert refusal(person, call) == "no_right"
