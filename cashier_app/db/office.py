"""An administrator's CALL of an owner procedure: who may is asked by the procedure itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pymysql

from cashier_app.db.connection import (
    Answer,
    CounterConnection,
    ResultSets,
    answer_of,
    call_procedure,
)
from cashier_app.db.errors import as_read_error, is_lost

if TYPE_CHECKING:
    from sqlalchemy import Connection

CommandConnection: TypeAlias = "Connection"
"""A command's connection, as the commands pass it on."""

OfficeConnection: TypeAlias = "CommandConnection | CounterConnection"
"""An administrator's connection: a command's, or that of the person at the counter."""


def call_office(connection: OfficeConnection, procedure: str, *arguments: object) -> ResultSets:
    """The result sets after the outcome row.

    Raises Refused (not_allowed for somebody without the right), Busy or Unavailable.
    """
    if isinstance(connection, CounterConnection):
        return connection.change(procedure, *arguments)
    return ask_office(connection, procedure, *arguments).sets


def ask_office(connection: CommandConnection, procedure: str, *arguments: object) -> Answer:
    """As `call_office`, for a procedure that says something in its outcome row."""
    driver: Any = connection.connection.driver_connection
    try:
        sets = call_procedure(driver, procedure, arguments)
    except (pymysql.MySQLError, OSError) as error:
        if is_lost(error):
            # The pool hears nothing of an error on the driver's own connection.
            connection.invalidate()
        raise as_read_error(error) from error
    return answer_of(sets)
