"""Stores the rows of a sample: many a statement, the next made while the server writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, Self

import pymysql
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from cashier_app.db.engine import LONG_READ_SECONDS, Login, connect_arguments
from cashier_app.db.errors import error_number
from cashier_app.db.installer import current_version
from cashier_app.db.offsets import fill_offsets
from cashier_app.db.tables import people

ROWS_A_STATEMENT = 1_000
STATEMENTS_AHEAD = 60
"""Waiting for the server at most; some 100 kB each."""
REPLACED = frozenset({"utility", "settings", "denominations", "rights", "user_counters"})
"""Tables whose rows may stand already; the sample's rows win."""
# As the server's own, without NO_BACKSLASH_ESCAPES, which the literals below count on.
_SESSION = (
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE', time_zone = '+00:00',"
    " foreign_key_checks = 1, unique_checks = 1"
)


_NO_SCHEMA = "The database has no tables yet: first run `cashier db upgrade`."
_UNKNOWN_DATABASE = 1049


class NotEmpty(RuntimeError):
    """The database has bills already; a sample is loaded into an empty one only."""


class NoSchema(RuntimeError):
    """The database or its tables are not there yet."""


class RowChunk(Protocol):
    """Rows of one table; `steps` is what its storing adds to the progress."""

    @property
    def table(self) -> str: ...

    @property
    def rows(self) -> Sequence[tuple[object, ...]]: ...

    @property
    def steps(self) -> int: ...


def known_users(login: Login) -> dict[str, int]:
    """User name → key of the people who stand in the database. Raises NoSchema."""
    engine = login.engine()
    try:
        with engine.connect() as connection:
            if not current_version(connection):
                raise NoSchema(_NO_SCHEMA)
            found = connection.execute(select(people.users.c.user_name, people.users.c.user_id))
            return {row.user_name: row.user_id for row in found}
    except OperationalError as error:
        if error_number(error) == _UNKNOWN_DATABASE:
            raise NoSchema(_NO_SCHEMA) from error
        raise
    finally:
        engine.dispose()


def load_sample(
    login: Login,
    columns: dict[str, tuple[str, ...]],
    chunks: Iterable[RowChunk],
    on_progress: Callable[[int], object],
    *,
    one_transaction: bool,
) -> int:
    """Store all `chunks` with the administrator's `login`; the number of rows stored.

    With `one_transaction` a stopped load leaves nothing behind; without it each chunk is
    final, for loads too large to take back. Raises NotEmpty.
    """
    with _connected(login) as connection:
        _refuse_bills(connection)
        with _Writer(connection, columns, one_transaction) as writer:
            for chunk in chunks:
                writer.store(chunk)
                on_progress(chunk.steps)
            stored = writer.finish()
        _analyze(connection, columns)
    _fill_offsets(login)
    return stored


@contextmanager
def _connected(login: Login) -> Iterator[pymysql.Connection[Any]]:
    arguments = connect_arguments(login.address, LONG_READ_SECONDS)
    arguments["write_timeout"] = LONG_READ_SECONDS
    connection = pymysql.connect(
        **arguments, user=login.user, password=login.password.encode(),
        database=login.address.database, autocommit=False,
    )  # fmt: skip
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("SET NAMES utf8mb4 COLLATE utf8mb4_bin")
        cursor.execute(_SESSION)
        yield connection


def _refuse_bills(connection: pymysql.Connection[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bill_id FROM bills LIMIT 1")
        if cursor.fetchone():
            raise NotEmpty(
                "This database has bills already. A sample is loaded into an empty database only."
            )


class _Writer:
    """Sends statements on a thread of its own, in order, while the next rows are being made."""

    def __init__(
        self,
        connection: pymysql.Connection[Any],
        columns: dict[str, tuple[str, ...]],
        one_transaction: bool,
    ) -> None:
        self._connection = connection
        self._columns = columns
        self._one_transaction = one_transaction
        self._lane = ThreadPoolExecutor(1, "sample")
        self._sent: deque[Future[None]] = deque()
        self._stored = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lane.shutdown(wait=True, cancel_futures=True)

    def store(self, chunk: RowChunk) -> None:
        """Send `chunk`; raises what the rows before it met."""
        head, tail = self._frame(chunk.table)
        for start in range(0, len(chunk.rows), ROWS_A_STATEMENT):
            rows = chunk.rows[start : start + ROWS_A_STATEMENT]
            statement = head + ",".join(map(_row, rows)) + tail
            self._send(statement)
        self._stored += len(chunk.rows)
        if not self._one_transaction:
            self._send("COMMIT")

    def finish(self) -> int:
        """Commit; the number of rows."""
        self._send("COMMIT")
        self._wait(0)
        return self._stored

    def _frame(self, table: str) -> tuple[str, str]:
        """What stands before and after the rows in an INSERT."""
        names = self._columns[table]
        head = f"INSERT INTO {table} ({', '.join(names)}) VALUES "  # noqa: S608 - names of our schema
        if table not in REPLACED:
            return head, ""
        changes = ", ".join(f"{name} = VALUES({name})" for name in names)
        return head, f" ON DUPLICATE KEY UPDATE {changes}"

    def _send(self, statement: str) -> None:
        self._wait(STATEMENTS_AHEAD)
        self._sent.append(self._lane.submit(self._execute, statement))

    def _wait(self, left: int) -> None:
        """Until at most `left` statements are under way; raises what they met."""
        while len(self._sent) > left:
            self._sent.popleft().result()

    def _execute(self, statement: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement)


def _analyze(connection: pymysql.Connection[Any], tables: Iterable[str]) -> None:
    """Say now how much there is: a private server that is stopped at once never finds it out."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE TABLE {', '.join(tables)}")
        cursor.fetchall()


def _fill_offsets(login: Login) -> None:
    """The sample has its own time zone."""
    engine = login.engine(read_seconds=LONG_READ_SECONDS)
    try:
        with engine.connect() as connection:
            fill_offsets(connection)
    finally:
        engine.dispose()


# Literals. Values come from our own generator, and are quoted all the same.


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


_LITERALS: dict[type, Callable[[Any], str]] = {
    int: str,
    Decimal: "{:f}".format,
    date: "'{}'".format,
    datetime: "'{}'".format,
    bytes: lambda value: f"x'{value.hex()}'",
    bool: lambda value: "1" if value else "0",
    type(None): lambda _: "NULL",
}


def _row(row: tuple[object, ...]) -> str:
    return "(" + ",".join([_LITERALS.get(type(v), _text)(v) for v in row]) + ")"
