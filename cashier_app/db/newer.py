"""A database of a newer release than this program: refused with a sentence, never changed."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pymysql

from cashier_app.db.engine import Login
from cashier_app.db.migrations import SCHEMA_VERSION, is_newer


class NewerDatabase(RuntimeError):
    """An older program met the database of a newer one; the text says what to install."""


def refuse_newer(version: str) -> None:
    """`version` is what the database says of itself, empty for a new one. Raises NewerDatabase."""
    if is_newer(version):
        raise NewerDatabase(
            f"This database is of a newer release: its schema is of version {version}, this program"
            f" knows {SCHEMA_VERSION}. Install the newer release on this computer. Nothing was"
            " changed."
        )


def other_version(*, here: str, there: str) -> tuple[str, dict[str, str]]:
    """Why a program does not work with a database of another version: code and facts."""
    return ("newer_database" if there > here else "other_schema"), {"here": here, "there": there}


def version_at(login: Login) -> str:
    """As `version_of`, over a connection of its own. Raises the driver's errors."""
    with closing(pymysql.connect(**login.driver_arguments(), autocommit=True)) as connection:
        return version_of(connection)


def version_of(connection: pymysql.Connection[Any]) -> str:
    """What the database says to this person; empty where it has no tables, or does not tell."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version_num FROM alembic_version")
            row = cursor.fetchone()
        return str(row[0]) if row else ""
    except pymysql.MySQLError:
        # The tables are the administrator's; everybody else may ask the procedure.
        return _told(connection)


def _told(connection: pymysql.Connection[Any]) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("CALL check_server()")
            settings = dict(cursor.fetchall())
            while cursor.nextset():
                pass
    except pymysql.MySQLError:
        return ""
    return str(settings.get("schema_version", ""))
