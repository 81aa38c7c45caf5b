"""SQLAlchemy connections of the person who is signed in: office work that moves no money.

Beside the one connection that takes payments, so that a long report or an import never
stands in a payment's way. What a person may read or write, the server says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import LONG_READ_SECONDS, Login, transaction
from cashier_app.db.errors import as_read_error, database_errors

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class PersonDatabase:
    """Use it off the GUI thread. Raises Refused, Busy or Unavailable, never a driver's error."""

    def __init__(
        self, connection: CounterConnection, read_seconds: int = LONG_READ_SECONDS
    ) -> None:
        self._counter_connection = connection
        self._read_seconds = read_seconds
        self._login: Login | None = None
        self._engine: Engine | None = None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection that commits each statement by itself."""
        try:
            with self._engine_of_person().connect() as connection:
                yield connection
        except database_errors() as error:
            raise as_read_error(error) from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Several statements as one: all of them, or none when an error leaves the block."""
        with self.connect() as connection, transaction(connection):
            yield connection

    def close(self) -> None:
        """Give every connection back; the next use opens new ones."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._login = None

    def _engine_of_person(self) -> Engine:
        login = self._counter_connection.login
        if self._engine is None or login != self._login:
            self.close()
            self._login, self._engine = login, login.engine(read_seconds=self._read_seconds)
        return self._engine
