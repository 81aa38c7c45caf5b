"""Reports by definer procedures: each checks the right to read, locks nothing, and is one query."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from cashier_app.db.engine import LONG_READ_SECONDS, Login
from cashier_app.db.errors import as_read_error, database_errors
from cashier_app.db.office import ask_office, call_office
from cashier_app.domain.money import Currency
from cashier_app.domain.reports import (
    Books,
    Column,
    ColumnKind,
    Report,
    ReportKind,
    ReportOrder,
    Row,
    Value,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

Connect: TypeAlias = "Callable[[], AbstractContextManager[Connection]]"


class ReportRepository:
    """services.report_ports.ReportGateway over connections of a person who may read the books."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._reading: socket.socket | None = None
        """Of the connection that reads now."""

    def run(self, kind: ReportKind, order: ReportOrder) -> Report:
        """CALL report_…: the books' head, then the rows in the order of the columns."""
        filters = (order.office, order.counter, order.person, order.search)
        with self._connect() as connection, self._stoppable(connection):
            answer = ask_office(
                connection,
                kind.procedure,
                order.from_day,
                order.to_day,
                *(text or None for text in filters),
            )
        books = _books_from(json.loads(answer.outcome["facts"]))
        (rows,) = answer.sets
        return Report(kind, order, books, tuple(_row(kind, books, row) for row in rows))

    def stop(self) -> None:
        """End the wait: the connection that reads is cut, the next report opens another.

        MariaDB lets nobody KILL what runs as a procedure's definer; the server finds at its
        answer that nobody listens (docs/decisions/0070).
        """
        with self._lock:
            if self._reading is not None:
                with suppress(OSError):
                    # The plain shutdown: that of TLS would touch what the other thread reads.
                    socket.socket.shutdown(self._reading, socket.SHUT_RDWR)

    @contextmanager
    def _stoppable(self, connection: Connection) -> Iterator[None]:
        with self._lock:
            self._reading = getattr(connection.connection.driver_connection, "_sock", None)
        try:
            yield
        finally:
            with self._lock:
                self._reading = None

    def lock_period(self, to_day: date, reason: str) -> None:
        """CALL lock_period."""
        with self._connect() as connection:
            call_office(connection, "lock_period", to_day, reason)


@contextmanager
def reports_of(login: Login) -> Iterator[ReportRepository]:
    """The reports of a login, for a command. What it raises is never a driver's error."""
    engine = login.engine(read_seconds=LONG_READ_SECONDS)

    @contextmanager
    def connect() -> Iterator[Connection]:
        try:
            with engine.connect() as connection:
                yield connection
        except database_errors() as error:
            raise as_read_error(error) from error

    try:
        yield ReportRepository(connect)
    finally:
        engine.dispose()


def _books_from(facts: Mapping[str, Any]) -> Books:
    currency = Currency(
        facts["currency_code"],
        facts["currency_symbol"],
        facts["currency_decimals"],
        facts["digit_grouping"],
    )
    return Books(
        facts["name"],
        facts["address"],
        facts["tax_no"],
        currency,
        facts["time_zone"],
        bool(facts["is_training"]),
        datetime.fromisoformat(facts["made_at"]),
    )


def _row(kind: ReportKind, books: Books, row: Mapping[str, Any]) -> Row:
    cells = tuple(row.values())
    return tuple(
        _cell(column, books, cell) for column, cell in zip(kind.columns, cells, strict=True)
    )


def _cell(column: Column, books: Books, cell: Any) -> Value:
    if cell is None:
        return None
    if column.kind is ColumnKind.COUNT:
        return int(cell)
    if column.kind in {ColumnKind.MONEY, ColumnKind.NUMBER}:
        return Decimal(cell)
    if column.kind is ColumnKind.MOMENT:
        return books.local(_moment(cell))
    return cell if isinstance(cell, date) else str(cell)


def _moment(cell: Any) -> datetime:
    # MIN() of a DATETIME(6) may come back as text.
    return cell if isinstance(cell, datetime) else datetime.fromisoformat(str(cell))
