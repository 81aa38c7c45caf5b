"""Makes room for a load into an empty database: memory, log, and triggers that ask row by row.

What a trigger of a copied table asks for each row is true of an empty database for all of them:
no period is locked, nobody is liable for a new connection. They come back as they were, also
after a load that failed; `cashier db upgrade` would put them back as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pymysql

from cashier_app.db.errors import error_number
from cashier_app.db.private_server import QUARTER, part_of_memory
from cashier_app.db.sample_indexes import build

_MB = 1024 * 1024
_MOST_POOL = 4096 * _MB
_REDO_LOG = 1024 * _MB
_REFUSED = frozenset((1142, 1193, 1227, 1231, 1238))
"""Not allowed, not known, or not changed while the server runs: the load is slower without it."""
_REMEMBER = (
    "SET @before_mode = @@sql_mode, @before_charset = @@character_set_client,"
    " @before_collation = @@collation_connection"
)
_TRIGGERS = """
SELECT trigger_name FROM information_schema.triggers
WHERE trigger_schema = DATABASE() AND event_manipulation = 'INSERT'
  AND event_object_table IN %s ORDER BY trigger_name
"""


@contextmanager
def roomy(
    connection: pymysql.Connection[Any], tables: Sequence[str], *, is_here: bool
) -> Iterator[None]:
    """Room on the server of an administrator's connection while the block runs.

    A server on this computer keeps the memory until it stops: its data need it from now on.
    """
    taken_out = _triggers(connection, tables)
    if is_here:
        _enlarge(connection)
    try:
        for name, _ in taken_out:
            _run(connection, f"DROP TRIGGER {name}")
        yield
    finally:
        try:
            for _, how in taken_out:
                for statement in how:
                    _run(connection, statement)
        finally:
            build(connection, tables)


def _triggers(
    connection: pymysql.Connection[Any], tables: Sequence[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Name, and the statements that make it again as it is."""
    found: list[tuple[str, tuple[str, ...]]] = []
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, (tuple(tables),))
        for (name,) in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TRIGGER {name}")
            _, mode, text, charset, collation, *_ = cursor.fetchall()[0]
            session = f"SET SESSION sql_mode = '{mode}', character_set_client = {charset},"
            before = "@before_mode, character_set_client = @before_charset,"
            how = (
                _REMEMBER,
                f"{session} collation_connection = {collation}",
                f"DROP TRIGGER IF EXISTS {name}",
                text,
                f"SET SESSION sql_mode = {before} collation_connection = @before_collation",
            )
            found.append((name, how))
    return found


def _enlarge(connection: pymysql.Connection[Any]) -> None:
    wanted = {
        "innodb_buffer_pool_size": min(_MOST_POOL, part_of_memory(QUARTER)),
        "innodb_log_file_size": _REDO_LOG,
        "innodb_redo_log_capacity": _REDO_LOG,
    }
    for name, value in wanted.items():
        with connection.cursor() as cursor:
            cursor.execute("SHOW GLOBAL VARIABLES LIKE %s", (name,))
            found = cursor.fetchall()
        if found and int(found[0][1]) < value:
            _try(connection, name, value)


def _try(connection: pymysql.Connection[Any], name: str, value: int) -> None:
    try:
        _run(connection, f"SET GLOBAL {name} = {value}")
    except pymysql.MySQLError as error:
        if error_number(error) not in _REFUSED:
            raise


def _run(connection: pymysql.Connection[Any], statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
