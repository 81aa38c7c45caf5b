"""Tariffs in a database: taken in whole or not at all, and out again as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cashier_app import cli
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import Login, connected
from cashier_app.db.person_database import PersonDatabase
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.errors import Refused
from cashier_app.domain.tariffs import TariffRefused, Usage, price, read_tariff
from cashier_app.domain.utility import Role
from cashier_app.sample import prices
from cashier_app.sample_filling import fill_with_sample
from tests.plugins.database import DATABASE, copy_of_template, wanted_server
from tests.support.counter import PASSWORD, World, unique

TODAY = date(2026, 11, 23)
TWO = """\
code = "N1"
name = "Night"
currency = "INR"

[[version]]
valid_from = 2026-01-01

[[version.charge]]
code = "energy"
form = "schedules"
schedules = [
  { upto = 100, blocks = [{ upto = 20, amount = 3.5 }, { price = 4.125 }] },
  { blocks = [{ price = 5 }] },
]

[[version]]
valid_from = 2027-01-01
round_payable = { mode = "up", step = 1 }

[[version.charge]]
code = "energy"
form = "flat"
price = 6

[[version.charge]]
code = "tax"
form = "levy"
percent = 5
of = ["all"]

[[version.late]]
form = "stepped"
of = ["total"]
steps = [{ upto_days = 3, percent = 5 }, { percent = 10 }]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    folder = tmp_path_factory.mktemp(unique("tariffs"))
    copy_of_template(folder / "server", wanted_server())
    with PrivateServer(folder / "server") as running:
        fill_with_sample(running.admin_login(DATABASE), 30, 6, 1, TODAY, quiet=True)
        yield running


@pytest.fixture
def connection(server: PrivateServer) -> Iterator[Connection]:
    engine = server.admin_login(DATABASE).engine()
    with engine.connect() as connected:
        yield connected
    engine.dispose()


@pytest.fixture
def book(connection: Connection) -> TariffRepository:
    return TariffRepository(connection)


def _renamed(code: str) -> str:
    return TWO.replace('"N1"', f'"{code}"')


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())


def test_a_file_goes_in_and_comes_out_and_prices_alike(book: TariffRepository) -> None:
    file = _renamed("ROUND")
    assert [one.done for one in book.take_in(file)] == ["added", "added"]
    out = book.text("ROUND")
    assert read_tariff(out) == read_tariff(file)
    assert [one.done for one in book.take_in(out)] == ["unchanged", "unchanged"]
    assert book.tariff("ROUND") == read_tariff(file)


def test_one_version_comes_out_just_as_it_went_in(book: TariffRepository) -> None:
    file = '# Ours.\ncode = "KEPT"\ncurrency = "INR"\nvalid_from = 2027-01-01\n'
    file += '[[charge]]\ncode = "energy"  # all of it\nform = "flat"\nprice = 1.50\n'
    book.take_in(file)
    assert book.text("KEPT") == book.text("KEPT", date(2027, 1, 1)) == file


def test_the_sample_was_priced_by_its_own_tariffs(
    book: TariffRepository, connection: Connection
) -> None:
    query = text(
        "SELECT b.bill_id, t.code, v.valid_from, b.kwh, c.load_kva, b.total FROM bills b"
        " JOIN tariff_versions v ON v.tariff_version_id = b.tariff_version_id"
        " JOIN tariffs t ON t.tariff_id = v.tariff_id"
        " JOIN connection_loads c ON c.connection_id = b.connection_id LIMIT 60"
    )
    rows = connection.execute(query).all()
    assert rows
    for bill_id, code, day, kwh, load, total in rows:
        tariff = read_tariff(book.text(code, day))
        priced = price(tariff, Usage(kwh=kwh, load_kva=load))
        lines = connection.execute(
            text("SELECT label, amount FROM bill_lines WHERE bill_id = :b ORDER BY line_no"),
            {"b": bill_id},
        ).all()
        assert [(line.label, line.amount) for line in priced.lines] == [tuple(r) for r in lines]
        assert priced.total == total


def test_a_version_that_begins_in_a_billed_period_is_refused(
    book: TariffRepository, connection: Connection
) -> None:
    billed_to = connection.execute(
        text(
            "SELECT MAX(b.period_to) FROM bills b JOIN tariff_versions v"
            " ON v.tariff_version_id = b.tariff_version_id JOIN tariffs t"
            " ON t.tariff_id = v.tariff_id WHERE t.code = 'R1'"
        )
    ).scalar_one()
    versions = _count(connection, "tariff_versions")
    connection.rollback()
    file = prices.source_text(prices.RESIDENTIAL, prices.RESIDENTIAL.after, billed_to)
    with pytest.raises(Refused, match="tariff_in_billed_period") as refused:
        book.take_in(file)
    assert refused.value.facts["billed"] == str(billed_to)
    assert _count(connection, "tariff_versions") == versions
    connection.rollback()
    next_day = billed_to + timedelta(days=1)
    file = prices.source_text(prices.RESIDENTIAL, prices.RESIDENTIAL.after, next_day)
    assert [one.done for one in book.take_in(file)] == ["added"]


def test_of_two_versions_none_is_kept_when_one_is_refused(
    book: TariffRepository, connection: Connection
) -> None:
    good = prices.source_text(prices.COMMERCIAL, prices.COMMERCIAL.after, date(2028, 1, 1))
    head, charges = good.split("valid_from", 1)
    rest = charges.split("\n", 1)[1]
    rest = rest.replace("[[charge]]", "[[version.charge]]").replace("[[late]]", "[[version.late]]")
    both = head + "".join(
        f"[[version]]\nvalid_from = {day}\n{rest}\n" for day in ("2028-01-01", "2026-01-05")
    )
    before = _count(connection, "tariff_versions")
    connection.rollback()
    with pytest.raises(Refused, match="tariff_in_billed_period"):
        book.take_in(both)
    assert _count(connection, "tariff_versions") == before


def test_a_version_without_bills_may_be_changed(
    book: TariffRepository, connection: Connection
) -> None:
    file = _renamed("CHANGES")
    book.take_in(file)
    done = [one.done for one in book.take_in(file.replace("price = 6", "price = 7"))]
    assert done == ["unchanged", "changed"]
    rates = connection.execute(
        text(
            "SELECT c.code, c.rate, c.kind FROM tariff_charges c JOIN tariff_versions v"
            " ON v.tariff_version_id = c.tariff_version_id JOIN tariffs t"
            " ON t.tariff_id = v.tariff_id WHERE t.code = 'CHANGES'"
            " AND v.valid_from = '2027-01-01' ORDER BY c.line_no"
        )
    ).all()
    assert [tuple(row) for row in rates] == [
        ("energy", Decimal(7), "energy"),
        ("tax", Decimal(5), "levy"),
    ]


def test_a_version_of_issued_bills_is_frozen(connection: Connection) -> None:
    for statement, words in (
        ("UPDATE tariff_versions SET source_text = 'x' WHERE tariff_version_id = 1", "frozen"),
        ("DELETE FROM tariff_versions", "never deleted"),
    ):
        with pytest.raises(DBAPIError, match=words):
            connection.execute(text(statement))
        connection.rollback()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"INR"', '"USD"', "tariff_other_currency"),
        ('"INR"', '"INR"\ndecimals = 3', "tariff_other_currency"),
    ],
)
def test_another_currency_is_refused(book: TariffRepository, old: str, new: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        book.take_in(TWO.replace(old, new))


def test_a_file_without_its_first_day_is_refused(book: TariffRepository) -> None:
    file = 'code = "X"\ncurrency = "INR"\n[[charge]]\ncode = "e"\nform = "flat"\nprice = 1\n'
    with pytest.raises(Refused, match="tariff_without_day"):
        book.take_in(file)
    with pytest.raises(TariffRefused, match="line 6"):
        book.take_in(file.replace("price = 1", "price = -x"))


def test_import_list_and_export_as_commands(
    server: PrivateServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "cli.toml", tmp_path / "out.toml"
    file.write_text(_renamed("CLI"), "utf-8")
    place = ["--folder", str(server.folder), "--database", DATABASE]
    assert cli.run(["tariff", "import", str(file), *place]) == 0
    assert "CLI from 2027-01-01: added" in capsys.readouterr().out
    assert cli.run(["tariff", "list", *place]) == 0
    assert "2026-01-01, 2027-01-01" in capsys.readouterr().out
    assert cli.run(["tariff", "export", "CLI", "--out", str(out), *place]) == 0
    assert read_tariff(out.read_text("utf-8")) == read_tariff(file.read_text("utf-8"))
    assert cli.run(["tariff", "export", "NONE", *place]) == 1
    assert "no such tariff" in capsys.readouterr().err
    file.write_text("code = 7\n", "utf-8")
    assert cli.run(["tariff", "import", str(file), *place]) == 1
    assert "cli.toml: line 1: code: must be a text" in capsys.readouterr().err


@pytest.mark.parametrize("role", [Role.CLERK, Role.CASHIER])
def test_only_a_clerk_keeps_tariffs(world: World, role: Role) -> None:
    counter_connection = CounterConnection(world.address, "no token: no procedure is called")
    counter_connection.open(world.person(role), PASSWORD)
    database = PersonDatabase(counter_connection)
    code = unique("T", 8)
    ((currency,),) = world.run("SELECT currency_code FROM utility")
    file = _renamed(code).replace("INR", currency)

    def take_in() -> None:
        with database.connect() as connection:
            TariffRepository(connection).take_in(file)

    if role is Role.CLERK:
        take_in()
        assert world.run("SELECT COUNT(*) FROM tariffs WHERE code = %s", code)[0][0] == 1
    else:
        with pytest.raises(Refused, match="not_allowed"):
            take_in()
    database.close()


def test_who_keeps_prices_is_written_down_once(world: World) -> None:
    name = world.person(Role.CLERK)
    code = unique("T", 8)
    ((currency,),) = world.run("SELECT currency_code FROM utility")
    file = _renamed(code).replace("INR", currency)

    def written() -> list[tuple[object, ...]]:
        return [
            tuple(row) for row in world.run(
                "SELECT e.act, e.detail, u.user_name FROM audit_events e JOIN users u"
                " ON u.user_id = e.user_id WHERE e.detail LIKE %s ORDER BY e.audit_event_id",
                f"tariff {code} %",
            )
        ]  # fmt: skip

    with connected(Login(world.address, name, PASSWORD)) as connection:
        book = TariffRepository(connection)
        assert [one.done for one in book.take_in(file, only_look=True)] == ["added", "added"]
        assert written() == []
        with pytest.raises(Refused, match="no_such_tariff"):
            book.text(code)
        book.take_in(file)
        book.take_in(file)
        book.take_in(file.replace("price = 6", "price = 7"))
    assert written() == [
        ("tariff_added", f"tariff {code} from 2026-01-01", name),
        ("tariff_added", f"tariff {code} from 2027-01-01", name),
        ("tariff_changed", f"tariff {code} from 2027-01-01", name),
    ]
