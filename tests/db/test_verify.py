"""The verification as an auditor runs it: what it sees, what it cannot do, how it ends."""

from __future__ import annotations

import argparse
import ast
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pymysql
import pytest

from cashier_app.commands import verify as command
from cashier_app.counter_log import CounterLog
from cashier_app.db.engine import Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories import bill_papers
from cashier_app.db.repositories.supply import desk as supply
from cashier_app.db.users import create_user
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.counter_log_check import BATCH
from cashier_app.verify.findings import Breach
from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import STEPS, verify
from tests.db.verify_ledger import Ledger
from tests.db.verify_story import full_ledger
from tests.plugins.database import DATABASE, started
from tests.support.counter import World

AUDITOR = ("amina", "a long password")
MORE_CREDIT = "UPDATE accounts SET credit = credit + 1, version = version + 1 WHERE account_id = 1"
PACKAGE = Path(command.__file__).parents[1] / "verify"


@pytest.fixture(scope="module")
def book() -> Ledger:
    return full_ledger()


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory, book: Ledger) -> Iterator[PrivateServer]:
    """A server with the ledger and an auditor; tests put back what they change."""
    with started(tmp_path_factory.mktemp("audited") / "server") as server:
        with closing(server.admin_connection(DATABASE)) as connection:
            book.store(connection)
        engine = server.admin_engine(DATABASE)
        with engine.connect() as connection:
            create_user(connection, NewUser(AUDITOR[0], "Amina", Role.AUDITOR, AUDITOR[1]))
        engine.dispose()
        yield server


@pytest.fixture
def auditor(audited: PrivateServer) -> Login:
    return Login(audited.address(DATABASE), *AUDITOR)


@pytest.fixture
def auditors_line(auditor: Login) -> Iterator[pymysql.Connection[Any]]:
    with closing(
        pymysql.connect(
            unix_socket=auditor.address.socket,
            user=auditor.user,
            password=auditor.password,
            database=DATABASE,
            ssl_disabled=True,
        )
    ) as connection:
        yield connection


@pytest.fixture
def change(audited: PrivateServer) -> Iterator[Callable[[str], None]]:
    with closing(audited.admin_connection(DATABASE)) as connection:
        yield lambda sql: run(connection, sql)


def run(connection: pymysql.Connection[Any], sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def breaches(login: Login) -> list[Breach]:
    with reader_for(login) as reader:
        return verify(reader).breaches


def arguments(audited: PrivateServer, tmp_path: Path, *more: str) -> argparse.Namespace:
    secret = tmp_path / "password"
    secret.write_text(AUDITOR[1] + "\n")
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    return parser.parse_args(
        ["verify", "--socket", str(audited.socket), "--database", DATABASE, "--user", AUDITOR[0],
         "--password-file", str(secret), *more]
    )  # fmt: skip


# -- what it sees -----------------------------------------------------------------------


def test_auditor_and_administrator_find_an_untouched_database_silent(
    audited: PrivateServer, auditor: Login
) -> None:
    assert breaches(auditor) == []
    assert breaches(audited.admin_login(DATABASE)) == []


def test_it_says_what_it_looked_at(auditor: Login, book: Ledger) -> None:
    with reader_for(auditor) as reader:
        findings = verify(reader)
    assert findings.tables["journal"] == findings.entries == len(book.rows["journal"])
    assert findings.tables["bills"] == len(book.rows["bills"])
    assert findings.counters == 2
    assert findings.statements > 50


def test_it_reads_one_snapshot_while_counters_sell(
    auditor: Login, change: Callable[[str], None]
) -> None:
    with reader_for(auditor) as reader:
        change(MORE_CREDIT)
        try:
            assert verify(reader).breaches == []
        finally:
            change(MORE_CREDIT.replace("+ 1,", "- 1,"))


def test_an_empty_database_is_silent(fresh_server: PrivateServer) -> None:
    assert breaches(fresh_server.admin_login(DATABASE)) == []


# -- what it cannot do --------------------------------------------------------------------


def test_the_auditor_cannot_lock_a_row(
    audited: PrivateServer, auditors_line: pymysql.Connection[Any]
) -> None:
    """MySQL refuses FOR UPDATE on the views; MariaDB takes it, and holds nothing by it."""
    views = [path.stem for path in (PACKAGE.parent / "db/sql/views").glob("audit_*.sql")]
    auditors_line.begin()
    for view in views:
        _try_to_lock(auditors_line, view)
    with closing(audited.admin_connection(DATABASE)) as other:
        run(other, "SET innodb_lock_wait_timeout = 1")
        other.begin()
        run(other, "UPDATE accounts SET version = version + 1")
        run(other, "UPDATE bills SET version = version + 1 WHERE status <> 'cancelled'")
        run(other, "UPDATE shifts SET receipts = receipts WHERE state = 'open'")
        other.rollback()
        run(other, "INSERT INTO settings (setting, value) VALUES ('x', '1')")
        run(other, "DELETE FROM settings WHERE setting = 'x'")
    auditors_line.rollback()


def _try_to_lock(line: pymysql.Connection[Any], view: str) -> None:
    for locking in ("FOR UPDATE", "LOCK IN SHARE MODE"):
        with line.cursor() as cursor, suppress(pymysql.err.OperationalError):
            cursor.execute(f"SELECT * FROM {view} {locking}")
            cursor.fetchall()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_bills SET balance = 0",
        "DELETE FROM audit_journal",
        "INSERT INTO audit_settings VALUES ('x', 'y')",
        "UPDATE bills SET balance = 0",
        "SELECT * FROM bills",
        "SELECT token_hash FROM counters",
        "LOCK TABLES audit_bills READ",
        "CREATE TABLE mine (a INT)",
    ],
)
def test_the_auditor_cannot_write_nor_read_around_the_views(
    auditors_line: pymysql.Connection[Any], sql: str
) -> None:
    with pytest.raises(pymysql.MySQLError) as caught:
        run(auditors_line, sql)
    assert caught.value.args[0] in {1044, 1142, 1143, 1288, 1348, 1471}


def test_ranges_reach_the_tables_below_the_views(audited: PrivateServer) -> None:
    """Without it every span would copy whole tables."""
    with closing(audited.admin_connection(DATABASE)) as connection, connection.cursor() as cursor:
        for view, column in (("audit_entries", "entry_id"), ("audit_tenders", "entry_id"),
                             ("audit_tenders", "shift_id"), ("audit_allocations", "bill_id"),
                             ("audit_bill_lines", "bill_id")):  # fmt: skip
            cursor.execute(f"EXPLAIN SELECT COUNT(*) FROM {view} WHERE {column} < 0")
            plan = str(cursor.fetchall())
            assert "range" in plan, (view, column, plan)


def test_it_imports_nothing_of_the_code_that_writes_payments() -> None:
    allowed = {
        "cashier_app.log_lines", "cashier_app.db.engine", "cashier_app.db.sql_objects",
        "cashier_app.db.sentences", "cashier_app.db.tables", "cashier_app.domain.canonical",
        # Asks which release's database it is, before anything is read.
        "cashier_app.db.newer",
        # What is shipped: rights, and what the tables are.
        "cashier_app.db.grants", "cashier_app.db.table_facts", "cashier_app.domain.utility",
    }  # fmt: skip
    used = {
        node.module
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("cashier_app")
    }
    assert {name for name in used if not name.startswith("cashier_app.verify")} <= allowed


# -- how it ends -----------------------------------------------------------------------------


def test_status_0_when_everything_holds(
    audited: PrivateServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(arguments(audited, tmp_path)) == 0
    shown = capsys.readouterr().out
    assert "Everything holds" in shown
    assert "journal entries" in shown


def test_status_1_names_what_does_not_hold(
    audited: PrivateServer,
    tmp_path: Path,
    change: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    limit = "value = IF(setting = 'undo_limit', '{}', value)"
    with altered(change, "settings", limit.format(0), limit.format(2)):
        assert command.run(arguments(audited, tmp_path, "--json")) == 1
    told = json.loads(capsys.readouterr().out)
    fact = "is 0, its last change made it 2"
    assert told["breaches"] == [{"number": 13, "subject": "setting undo_limit", "fact": fact}]
    assert not told["holds"]


def test_the_json_is_as_documented(
    audited: PrivateServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/verify.md shows one object: the same names, and values of the same kind."""
    page = (Path(command.__file__).parents[2] / "docs" / "verify.md").read_text("utf-8")
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    command.run(arguments(audited, tmp_path, "--json"))
    told = json.loads(capsys.readouterr().out)
    assert list(told) == list(shown)
    for name, value in shown.items():
        assert type(told[name]) is type(value), name
    assert told["tables"].keys() >= shown["tables"].keys()
    assert told["seconds"].keys() >= shown["seconds"].keys()
    assert {name: type(value) for name, value in shown["breaches"][0].items()} == {
        "number": int, "subject": str, "fact": str,
    }  # fmt: skip
    assert list(told["seconds"]) == list(STEPS)


@contextmanager
def altered(change: Callable[[str], None], table: str, now: str, then: str) -> Iterator[None]:
    change(f"UPDATE {table} SET {now}")
    try:
        yield
    finally:
        change(f"UPDATE {table} SET {then}")


@pytest.mark.parametrize(
    "more",
    [
        ("--password-file", "/nowhere"),
        ("--socket", "/nowhere.sock"),
        ("--host", "db.example"),
        ("--database", "mysql"),
        ("--counter-log", "/nowhere.log"),
        ("--user", ""),
    ],
)
def test_status_2_when_it_could_not_look(
    audited: PrivateServer,
    tmp_path: Path,
    more: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.run(arguments(audited, tmp_path, *more)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Could not look: ")


def test_a_private_server_is_read_over_the_administrators_socket(
    audited: PrivateServer, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    folder = ["verify", "--folder", str(audited.folder), "--database", DATABASE]
    assert command.run(parser.parse_args(folder)) == 0
    assert "Everything holds" in capsys.readouterr().out


# -- counter logs --------------------------------------------------------------------------------


def receipts(book: Ledger) -> Iterator[tuple[UUID, str, bytes]]:
    entries = {row["entry_id"]: row for row in book.rows["journal"]}
    for payment in book.rows["payments"]:
        entry = entries[payment["payment_id"]]
        yield UUID(bytes=entry["request_id"]), payment["receipt_no"], entry["hash"]


def write_log(path: Path, lines: list[tuple[UUID, str, bytes]]) -> None:
    log = CounterLog(path)
    for line in lines:
        log.acknowledged(*line)
    log.close()


def test_a_true_counter_log_is_silent(auditor: Login, book: Ledger, tmp_path: Path) -> None:
    write_log(tmp_path / "log", list(receipts(book)))
    with reader_for(auditor) as reader:
        assert verify(reader, [tmp_path / "log"]).breaches == []


def test_forgotten_and_changed_receipts_of_a_counter_log_are_named(
    auditor: Login, book: Ledger, tmp_path: Path
) -> None:
    (first, number, digest), (second, _, other), *_ = receipts(book)
    lines = [
        (UUID(int=5), "02-000777", digest),
        (first, number, other),
        (second, "01-000009", other),
    ]
    write_log(tmp_path / "log", lines)
    with (tmp_path / "log").open("ab") as file:
        file.write(b'00000000 {"state": "acknowledged", "requ')
    with reader_for(auditor) as reader:
        found = [(b.number, b.subject, b.fact) for b in verify(reader, [tmp_path / "log"]).breaches]
    assert found == [
        (11, "receipt 02-000777", "was acknowledged (log), the database has lost it"),
        (11, "receipt 01-000001", "was acknowledged with other contents (log)"),
        (11, "receipt 01-000002", "was acknowledged as 01-000009 (log)"),
    ]


@pytest.mark.mariadb_only
def test_a_batch_of_keys_stays_a_list(world: World) -> None:
    ((threshold,),) = world.run("SELECT @@in_predicate_conversion_threshold")
    assert max(BATCH, supply.CHUNK, bill_papers.CHUNK) < threshold


# -- its reader -----------------------------------------------------------------------------------


def test_a_session_of_its_own_is_enough(audited: PrivateServer) -> None:
    """The reader leaves a caller's transaction alone, so that a change can be tried and undone."""
    with closing(audited.admin_connection(DATABASE)) as connection:
        connection.begin()
        run(connection, MORE_CREDIT)
        assert [b.number for b in verify(Reader(connection)).breaches] == [10, 12]
        connection.rollback()
        assert verify(Reader(connection)).breaches == []
