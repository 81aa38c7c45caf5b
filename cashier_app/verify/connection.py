"""Opens a verification's connection: the auditor's, or on a private server the administrator's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pymysql

from cashier_app.db.engine import LONG_READ_SECONDS, Login
from cashier_app.db.newer import NewerDatabase, refuse_newer, version_of
from cashier_app.db.sentences import database_sentence
from cashier_app.verify.findings import CannotLook
from cashier_app.verify.reader import Reader

_BESIDE = 2
"""Two keep two cores at work; a third while one of them waits for the disk."""


@contextmanager
def reader_for(
    login: Login, before_statement: Callable[[], None] = lambda: None
) -> Iterator[Reader]:
    """A reader in a consistent snapshot of the login's database. Raises CannotLook."""
    socket = login.address.socket
    if socket and not Path(socket).is_socket():
        raise CannotLook(f"no server listens at {socket}")
    try:
        connection = pymysql.connect(
            **login.driver_arguments(LONG_READ_SECONDS), collation="utf8mb4_bin", autocommit=True
        )
    except (pymysql.MySQLError, OSError) as error:
        raise CannotLook(database_sentence(error)) from error
    with closing(connection):
        try:
            refuse_newer(version_of(connection))
        except NewerDatabase as error:
            raise CannotLook(str(error)) from error
        reader = Reader(connection, before_statement)
        reader.begin_snapshot()
        yield reader


@contextmanager
def readers_for(
    login: Login, before_statement: Callable[[], None] = lambda: None
) -> Iterator[tuple[Reader, Sequence[Reader]]]:
    """A verification's, and those beside it, which ask nobody. Raises CannotLook."""
    with ExitStack() as opened:
        reader = opened.enter_context(reader_for(login, before_statement))
        yield reader, [opened.enter_context(reader_for(login)) for _ in range(_BESIDE)]
