"""Takes a backup of a database while counters work, and restores one.

A backup holds the rows of our tables in one snapshot. Views, procedures, triggers, roles and
rights are not in it: the program has them, and makes them again for the schema's version.
Passwords are not in it either: they are the server's, no table of ours has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql
from pymysql.cursors import SSCursor
from sqlalchemy.exc import DBAPIError

from cashier_app.db.backup_file import (
    BackupHeader,
    BackupWriter,
    BadBackup,
    Field,
    Row,
    TablePart,
    check_file,
    new_backup,
    read_header,
    read_parts,
)
from cashier_app.db.engine import LONG_READ_SECONDS, Login, connected
from cashier_app.db.errors import error_number
from cashier_app.db.grants import quoted
from cashier_app.db.installer import (
    MADE_BY_UPGRADE,
    UpgradeBlocked,
    close_gate,
    install_tables,
    open_gate,
    upgrade,
    upgrade_lock,
)
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.revision_steps import Load, begin_load, end_load
from cashier_app.db.tables import metadata

ROWS_AT_ONCE = 1_000
_STATEMENT_BYTES = 1 << 20
_COMMIT_EVERY = 20_000
_FETCH_SECONDS = 3_600
"""The server waits so long for a slow disk of ours before it gives a table up."""

_NEWEST = """
SELECT c.code, s.last_no FROM series s JOIN counters c ON c.counter_id = s.counter_id
WHERE s.kind = 'payment' AND s.last_no > 0
"""

_NOTHING_THERE = frozenset({1049, 1146})
"""No such database, no such table."""

OnRows = Callable[[str, int], object]
"""Told the table and how many of its rows have just been done."""


class NotEmpty(RuntimeError):
    """The database has tables already; the text says what to do."""


class RealMoney(RuntimeError):
    """Made-up rows would take the place of a utility's books; the text says so."""


class OtherVersion(RuntimeError):
    """The backup, or the database, is of another schema version; the text says what to do."""


@dataclass(frozen=True, slots=True)
class BackupTaken:
    """A finished backup."""

    header: BackupHeader
    rows: int
    tables: int
    bytes: int


# -- taking one -----------------------------------------------------------------------


def take_backup(
    login: Login, path: Path, program: str, on_rows: OnRows = lambda _table, _count: None
) -> BackupTaken:
    """Write the database of `login` as of now into `path`, while counters go on.

    The login reads tables and nothing more. Raises OtherVersion, UpgradeBlocked,
    FileExistsError, OSError.
    """
    with _reading(login) as connection, _no_upgrade(connection, login.address.database):
        _begin_snapshot(connection)
        header = _header_of(connection, login.address.database, program)
        columns = _stored_columns()
        with new_backup(path, header) as writer:
            for table, names in columns.items():
                _write_table(connection, writer, table, names, on_rows)
            rows = writer.finish()
    return BackupTaken(header, rows, len(columns), path.stat().st_size)


def _write_table(
    connection: pymysql.Connection[Any],
    writer: BackupWriter,
    table: str,
    names: tuple[str, ...],
    on_rows: OnRows,
) -> None:
    listed = ", ".join(map(quoted, names))
    with closing(connection.cursor(SSCursor)) as cursor:
        cursor.execute(f"SELECT {listed} FROM {quoted(table)}")  # noqa: S608 - names of our schema
        writer.table(table, names, _batches(cursor), lambda count: on_rows(table, count))


def _batches(cursor: SSCursor) -> Iterator[Sequence[Row]]:
    while batch := cursor.fetchmany(ROWS_AT_ONCE):
        yield batch


@contextmanager
def _reading(login: Login) -> Iterator[pymysql.Connection[Any]]:
    """A connection whose values stay the bytes that the server sends."""
    arguments = login.driver_arguments(_FETCH_SECONDS)
    with closing(
        pymysql.connect(**arguments, autocommit=True, use_unicode=False, conv={})
    ) as connection:
        yield connection


@contextmanager
def _no_upgrade(connection: pymysql.Connection[Any], database: str) -> Iterator[None]:
    """A snapshot does not hold tables still; the lock of every upgrade does."""
    name = _literal(upgrade_lock(database).encode(), b"'").decode()
    (taken,) = _row(connection, f"SELECT GET_LOCK({name}, 0)")
    if taken != b"1":
        raise UpgradeBlocked("an upgrade or a restore of this database is running")
    try:
        yield
    finally:
        _row(connection, f"SELECT RELEASE_LOCK({name})")


def _begin_snapshot(connection: pymysql.Connection[Any]) -> None:
    _run(connection, "SET NAMES utf8mb4 COLLATE utf8mb4_bin")
    _run(connection, "SET SESSION time_zone = '+00:00'")
    _run(connection, f"SET SESSION net_write_timeout = {_FETCH_SECONDS}")
    _run(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    _run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")


def _header_of(connection: pymysql.Connection[Any], database: str, program: str) -> BackupHeader:
    try:
        found = _rows(
            connection,
            "SELECT schema_version, is_open, VERSION(), CAST(UTC_TIMESTAMP(6) AS CHAR)"
            " FROM schema_gate WHERE gate_id = 1",
        )
    except pymysql.MySQLError as error:
        if error_number(error) not in _NOTHING_THERE:
            raise
        raise OtherVersion(
            f"The database {database} has no tables yet: first run `cashier db upgrade`."
        ) from error
    if not found:
        raise UpgradeBlocked("an upgrade or a restore of this database has not ended")
    ((version, is_open, server, now),) = found
    if version != SCHEMA_VERSION.encode():
        raise OtherVersion(
            f"The database is of schema version {_text(version)}, this program of {SCHEMA_VERSION}."
            " Back it up with the program that works with it."
        )
    if is_open != b"1":
        raise UpgradeBlocked("an upgrade or a restore of this database has not ended")
    utility = _rows(connection, "SELECT name, is_training FROM utility")
    flavour = "mariadb" if b"mariadb" in server.lower() else "mysql"
    return BackupHeader(
        schema_version=SCHEMA_VERSION,
        program=program,
        server=f"{flavour} {_text(server)}",
        database=database,
        utility=_text(utility[0][0]) if utility else "",
        is_training=bool(utility) and utility[0][1] == b"1",
        taken_at=f"{_text(now)} UTC",
        newest_receipts={_text(code): int(last) for code, last in _rows(connection, _NEWEST)},
    )


def _stored_columns() -> dict[str, tuple[str, ...]]:
    """Our tables with the columns that hold something of their own."""
    return {
        table.name: tuple(column.name for column in table.columns if column.computed is None)
        for table in metadata.sorted_tables
        if table.name not in MADE_BY_UPGRADE
    }


# -- restoring one --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored database. Its gate is closed until `let_in`."""

    header: BackupHeader
    rows: int


def check_backup(path: Path, on_rows: OnRows = lambda _table, _count: None) -> BackupHeader:
    """Read it to the end and say whether it can be restored by this program.

    Raises BadBackup, OtherVersion, OSError.
    """
    header = read_header(path)
    if header.schema_version != SCHEMA_VERSION:
        raise OtherVersion(
            f"The backup is of schema version {header.schema_version}, this program of"
            f" {SCHEMA_VERSION}. Restore it with version {header.program} of the program, then"
            " upgrade the database."
        )
    check_file(path, lambda count: on_rows("the file", count))
    return header


def restore_backup(
    admin: Login,
    path: Path,
    *,
    replace: bool = False,
    on_rows: OnRows = lambda _table, _count: None,
) -> Restored:
    """Make the database of `admin` what the backup says, and leave its gate closed.

    Call `check_backup` first. With `replace` what is there is dropped, once nobody is at work
    in it. Raises RealMoney, NotEmpty, BadBackup, UpgradeBlocked, SchemaBroken.
    """
    database = admin.address.database
    header = read_header(path)
    if header.is_training and _holds_real_money(admin):
        raise RealMoney(
            "This is a backup of made-up money, of a sample or for training: it never replaces"
            " real money."
        )
    if _has_tables(admin, database):
        if not replace:
            raise NotEmpty(
                f"The database {database} is not empty. Back up what is in it, then restore with"
                " --replace: it takes everything away that is in it now."
            )
        _drop(admin, database)
    install_tables(admin, database)
    with _loading(admin) as connection:
        rows = _load(connection, path, on_rows)
    upgrade(admin, database, keep_closed=True)
    with connected(admin) as connection:
        end_load(connection, Load.RESTORE)
    return Restored(header, rows)


def let_in(admin: Login) -> None:
    """Open the gate: counters may work."""
    with connected(admin, LONG_READ_SECONDS) as connection:
        open_gate(connection)


def _has_tables(admin: Login, database: str) -> bool:
    engine = admin.engine("", LONG_READ_SECONDS)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = %s",
                (database,),
            )
            return bool(found.scalar_one())
    finally:
        engine.dispose()


def _holds_real_money(admin: Login) -> bool:
    """True where a utility stands that is not made up."""
    engine = admin.engine("", LONG_READ_SECONDS)
    database = quoted(admin.address.database)
    try:
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT is_training FROM {database}.utility")  # noqa: S608 - quoted
            return not all(row.is_training for row in rows)
    except DBAPIError as error:
        if error_number(error) in _NOTHING_THERE:
            return False
        raise
    finally:
        engine.dispose()


def _drop(admin: Login, database: str) -> None:
    """Take everything away, after the acts under way have ended."""
    with connected(admin, LONG_READ_SECONDS) as connection:
        close_gate(connection, database)
        begin_load(connection, Load.RESTORE)
        connection.exec_driver_sql(f"DROP DATABASE {quoted(database)}")


@contextmanager
def _loading(admin: Login) -> Iterator[pymysql.Connection[Any]]:
    arguments = admin.driver_arguments(LONG_READ_SECONDS)
    arguments["write_timeout"] = LONG_READ_SECONDS
    with closing(pymysql.connect(**arguments, autocommit=False)) as connection:
        _run(connection, "SET NAMES utf8mb4 COLLATE utf8mb4_bin")
        _run(
            connection,
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO',"
            " time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0",
        )
        yield connection


def _load(connection: pymysql.Connection[Any], path: Path, on_rows: OnRows) -> int:
    """Every table, as fast as may be: the file holds what stood under all these keys before."""
    total, ours = 0, _stored_columns()
    for part in read_parts(path):
        if ours.get(part.table) != part.columns:
            raise BadBackup(f"{path} has a table that this program does not know: {part.table}.")
        # A migration may have written rows of its own.
        _run(connection, f"DELETE FROM {quoted(part.table)}")  # noqa: S608 - a name of our schema
        total += _load_table(connection, part, on_rows)
    return total


def _load_table(connection: pymysql.Connection[Any], part: TablePart, on_rows: OnRows) -> int:
    listed = ", ".join(map(quoted, part.columns))
    head = f"INSERT INTO {quoted(part.table)} ({listed}) VALUES ".encode()  # noqa: S608 - our names
    columns = metadata.tables[part.table].columns
    marks = [b"_binary'" if columns[c].type.python_type is bytes else b"'" for c in part.columns]
    total = uncommitted = 0
    for rows in _statements(part.rows, marks):
        _run(connection, head + b",".join(rows))
        total += len(rows)
        uncommitted += len(rows)
        on_rows(part.table, len(rows))
        if uncommitted >= _COMMIT_EVERY:
            connection.commit()
            uncommitted = 0
    connection.commit()
    return total


def _statements(rows: Iterator[Row], marks: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Rows as literals, as many as one statement takes."""
    found: list[bytes] = []
    size = 0
    for row in rows:
        if len(row) != len(marks):
            raise BadBackup("The backup is damaged: a row has too many or too few fields.")
        literal = b"(" + b",".join(map(_literal, row, marks)) + b")"
        found.append(literal)
        size += len(literal)
        if len(found) >= ROWS_AT_ONCE or size >= _STATEMENT_BYTES:
            yield found
            found, size = [], 0
    if found:
        yield found


def _literal(value: Field, mark: bytes) -> bytes:
    if value is None:
        return b"NULL"
    return mark + value.replace(b"\\", b"\\\\").replace(b"'", b"''") + b"'"


# -- statements -----------------------------------------------------------------------


def _run(connection: pymysql.Connection[Any], statement: str | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(connection: pymysql.Connection[Any], statement: str) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _row(connection: pymysql.Connection[Any], statement: str) -> Any:
    (found,) = _rows(connection, statement)
    return found


def _text(value: bytes) -> str:
    return value.decode()
