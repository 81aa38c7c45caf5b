"""An older program meets the database of a newer release: a sentence, and nothing is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from cashier_app.db.engine import connected
from cashier_app.db.private_server import PrivateServer
from tests.support.command_line import Command, cashier, home

__all__ = ["cashier", "home"]

NEWER = "9999"
SENTENCE = "This database is of a newer release: its schema is of version 9999"


@pytest.fixture
def server(home: Path, cashier: Command) -> PrivateServer:
    """A running private server with this program's schema."""
    assert cashier("db", "start")[0] == 0
    assert cashier("db", "upgrade")[0] == 0
    return PrivateServer(home / "server")


def make_newer(connection: Connection) -> None:
    """What a release of next year leaves: its version, and objects that we do not ship."""
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEWER}'")
    connection.exec_driver_sql(f"UPDATE schema_gate SET schema_version = '{NEWER}'")
    connection.exec_driver_sql("CREATE PROCEDURE of_next_year() SELECT 1")
    connection.exec_driver_sql(
        "INSERT INTO schema_objects VALUES ('procedure', 'of_next_year', 'new', 'new')"
    )


COMMANDS = (
    "db upgrade", "db upgrade --force", "db check", "db users", "db training", "db settings",
    "counter list", "counter enrol 01 --create One --office 01", "sample --customers 10",
    "tariff list", "report journal", "bill run --cycle 2026-01", "verify",
)  # fmt: skip


def test_every_command_refuses_with_a_sentence(server: PrivateServer, cashier: Command) -> None:
    login = server.admin_login("cashier")
    with connected(login) as connection:
        make_newer(connection)
        gate = connection.exec_driver_sql("SELECT * FROM schema_gate").all()
        objects = connection.exec_driver_sql("SELECT * FROM schema_objects").all()
    for command in COMMANDS:
        status, out, err = cashier(*command.split())
        assert status != 0, command
        assert SENTENCE in err + out, command
    with connected(login) as connection:
        assert connection.exec_driver_sql("SELECT * FROM schema_gate").all() == gate
        assert connection.exec_driver_sql("SELECT * FROM schema_objects").all() == objects
