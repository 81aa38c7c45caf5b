"""Asking a server of a test's own, as its administrator."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from cashier_app.db.private_server import PrivateServer
from tests.plugins.database import DATABASE


def ask(server: PrivateServer, question: str) -> list[tuple[Any, ...]]:
    """The rows of one statement in the test database."""
    with closing(server.admin_connection(DATABASE)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
