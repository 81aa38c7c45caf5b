"""A server that ends long statements: a backup, a check, an upgrade, an office's work go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pymysql
import pytest
from sqlalchemy import text

from cashier_app.db.engine import LONG_READ_SECONDS, READ_SECONDS, Login
from cashier_app.verify.connection import reader_for
from tests.support.own_server import server  # noqa: F401

SECONDS = 31
"""More than what is unsafe to take money under."""


@pytest.fixture(params=[
    pytest.param(("max_statement_time", SECONDS), marks=pytest.mark.mariadb_only),
    pytest.param(("max_execution_time", SECONDS * 1000), marks=pytest.mark.mysql_only),
])  # fmt: skip
def limit(request: pytest.FixtureRequest, admin_login: Login) -> Iterator[str]:
    """The statement that asks a session for its limit, where the server gives one to each."""
    name, value = request.param
    _set(admin_login, f"SET GLOBAL {name} = {value}")
    yield f"SELECT CAST(@@session.{name} AS SIGNED)"
    _set(admin_login, f"SET GLOBAL {name} = 0")


def _set(login: Login, statement: str) -> None:
    with closing(pymysql.connect(**login.driver_arguments())) as connection:
        connection.cursor().execute(statement)


def _asked(login: Login, read_seconds: int, question: str) -> int:
    engine = login.engine(read_seconds=read_seconds)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text(question)).scalar_one())
    finally:
        engine.dispose()


def test_long_work_has_no_limit(admin_login: Login, limit: str) -> None:
    assert _asked(admin_login, READ_SECONDS, limit) in {SECONDS, SECONDS * 1000}
    assert _asked(admin_login, LONG_READ_SECONDS, limit) == 0


def test_a_backups_and_a_samples_connection_has_none(admin_login: Login, limit: str) -> None:
    arguments = admin_login.driver_arguments(LONG_READ_SECONDS)
    with closing(pymysql.connect(**arguments)) as connection, connection.cursor() as cursor:
        cursor.execute(limit)
        assert cursor.fetchall() == ((0,),)


def test_a_verification_has_none(admin_login: Login, limit: str) -> None:
    with reader_for(admin_login) as reader:
        ((found,),) = reader.rows(limit)
    assert found == 0
