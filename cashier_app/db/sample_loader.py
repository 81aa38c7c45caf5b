"""Stores the rows of a sample: many a statement, the next made while the server writes."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, Self

import pymysql
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from cashier_app.db.connection import is_mariadb_server
from cashier_app.db.engine import LONG_READ_SECONDS, Login
from cashier_app.db.errors import error_number
from cashier_app.db.installer import current_version
from cashier_app.db.offsets import fill_offsets
from cashier_app.db.sample_copies import CopyOrder, CopyStatements, Work
from cashier_app.db.sample_gate import REPLACED
from cashier_app.db.sample_literals import inserts
from cashier_app.db.sample_room import roomy
from cashier_app.db.tables import people

_log = logging.getLogger(__name__)

ROWS_IN_TRANSACTION = 20_000
"""Of a load that is stored in several; each commit waits for the disk."""
STATEMENTS_AHEAD = 60
"""Waiting for the server at most; some 100 kB each."""
LOAD_SECONDS = 3_600
"""For one statement: an index over twelve million bills is one."""
LANES = 2
"""Connections that copy tables at once; on MySQL one, where two meet each other's locks."""
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


@dataclass(frozen=True, slots=True)
class Copied:
    """What `copy_sample` has stored: rows, and the last hash of each counter."""

    rows: int
    last_hashes: dict[int, bytes]


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


def refuse_bills(login: Login) -> None:
    """Raises NotEmpty."""
    with _connected(login) as connection:
        _refuse_bills(connection)


def copy_sample(login: Login, order: CopyOrder, on_progress: Callable[[int], object]) -> Copied:
    """Store the copies of `order`; `on_progress` hears of rows.

    A stopped load leaves what it has: it is too large to take back.
    """
    with _connected(login) as connection:
        statements = CopyStatements(order)
        works = statements.works()
        tables = [work.table for work in works]
        with roomy(connection, tables, is_here=bool(login.address.socket)):
            lanes = LANES if is_mariadb_server(connection) else 1
            stored = _in_lanes(login, works, on_progress, lanes)
        return Copied(stored, dict(sorted(statements.last_hashes.items())))


def _in_lanes(
    login: Login, works: list[Work], on_progress: Callable[[int], object], count: int
) -> int:
    """Each lane takes the next table when it has done one; what one meets stops all."""
    waiting = deque(works)
    stopped = threading.Event()

    def run() -> int:
        stored = 0
        with _connected(login) as connection:
            with connection.cursor() as cursor:
                # Unique checks stay: without both MariaDB gathers a statement's rows, and drops
                # all of them without an error where a number comes twice.
                cursor.execute("SET SESSION foreign_key_checks = 0")
            while work := _next(waiting):
                began, before = time.monotonic(), stored
                for rows in work.run(connection):
                    stored += rows
                    on_progress(rows)
                    if stopped.is_set():
                        return stored
                spent = time.monotonic() - began
                _log.info("%s: %d rows in %.0f s", work.table, stored - before, spent)
        return stored

    with ThreadPoolExecutor(count, "copies") as pool:
        lanes = [pool.submit(run) for _ in range(count)]
        try:
            return sum(lane.result() for lane in as_completed(lanes))
        finally:
            stopped.set()


def _next(waiting: deque[Work]) -> Work | None:
    """The next table, nothing when the other lane took the last one."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def store_words(login: Login, words: Sequence[tuple[object, ...]]) -> int:
    """The dictionary (key, word, sound) of the words that accounts have, with its counts."""
    with _connected(login) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE sample_words AS SELECT word_id, word, sound_key FROM words"
            " LIMIT 0"
        )
        for statement in inserts("sample_words", ("word_id", "word", "sound_key"), words):
            cursor.execute(statement)
        stored = cursor.execute(
            "INSERT INTO words (word_id, word, sound_key, accounts)"
            " SELECT w.word_id, w.word, w.sound_key, a.accounts FROM sample_words w"
            " JOIN (SELECT word_id, COUNT(*) AS accounts FROM account_words GROUP BY word_id) a"
            " ON a.word_id = w.word_id"
        )
        connection.commit()
        _analyze(connection, ("words",))
    return int(stored)


def load_sample(
    login: Login,
    columns: dict[str, tuple[str, ...]],
    chunks: Iterable[RowChunk],
    on_progress: Callable[[int], object],
    *,
    one_transaction: bool,
    beside_copies: bool = False,
) -> int:
    """Store all `chunks` with the administrator's `login`; the number of rows stored.

    With `one_transaction` a stopped load leaves nothing behind; without it some chunks at a time
    are final, for loads too large to take back. Raises NotEmpty, unless copies are there.
    """
    with _connected(login) as connection:
        if not beside_copies:
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
    arguments = login.driver_arguments(LOAD_SECONDS)
    arguments["write_timeout"] = LOAD_SECONDS
    connection = pymysql.connect(**arguments, autocommit=False)
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
        self._uncommitted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lane.shutdown(wait=True, cancel_futures=True)

    def store(self, chunk: RowChunk) -> None:
        """Send `chunk`; raises what the rows before it met."""
        names = self._columns[chunk.table]
        tail = _replacing(names) if chunk.table in REPLACED else ""
        for statement in inserts(chunk.table, names, chunk.rows, tail):
            self._send(statement)
        self._stored += len(chunk.rows)
        self._uncommitted += len(chunk.rows)
        if not self._one_transaction and self._uncommitted >= ROWS_IN_TRANSACTION:
            self._send("COMMIT")
            self._uncommitted = 0

    def finish(self) -> int:
        """Commit; the number of rows."""
        self._send("COMMIT")
        self._wait(0)
        return self._stored

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


def _replacing(names: Sequence[str]) -> str:
    changes = ", ".join(f"{name} = VALUES({name})" for name in names)
    return f" ON DUPLICATE KEY UPDATE {changes}"


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
