"""A database without its guards: what an administrator of the server can do behind our back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pymysql

from cashier_app.db.private_server import PrivateServer
from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]


@contextmanager
def unguarded(server: PrivateServer) -> Iterator[Connection]:
    """The administrator's connection, triggers dropped and every check off; roll back after use."""
    with closing(server.admin_connection(DATABASE)) as connection:
        triggers = (
            "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        )
        for (name,) in run(connection, triggers):
            run(connection, f"DROP TRIGGER {name}")
        run(connection, "SET foreign_key_checks = 0, unique_checks = 0")
        _switch_checks_off(connection)
        connection.autocommit(False)
        yield connection


def run(connection: Connection, sql: str, *values: object) -> tuple[tuple[Any, ...], ...]:
    """One statement; its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return tuple(cursor.fetchall())


def found_in(connection: Connection) -> list[tuple[int, str]]:
    """Invariant and subject of each breach; 13 is the missing guards themselves."""
    breaches = verify(Reader(connection)).breaches
    return [(b.number, b.subject) for b in breaches if b.number != 13]


def _switch_checks_off(connection: Connection) -> None:
    if "MariaDB" in str(run(connection, "SELECT VERSION()")[0][0]):
        run(connection, "SET check_constraint_checks = 0")
        return
    checks = (
        "SELECT table_name, constraint_name FROM information_schema.table_constraints"
        " WHERE table_schema = DATABASE() AND constraint_type = 'CHECK'"
    )
    for table, name in run(connection, checks):
        run(connection, f"ALTER TABLE {table} ALTER CHECK {name} NOT ENFORCED")
