"""Stores the records of a file in one transaction: all checks first, then all writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from cashier_app.db.engine import transaction
from cashier_app.db.repositories.supply import import_customers, import_meters, import_readings
from cashier_app.db.repositories.supply.desk import (
    ENTER_READINGS,
    MANAGE_CUSTOMERS,
    OfficeDesk,
    local_today,
)
from cashier_app.db.tables import imports
from cashier_app.domain.errors import Busy
from cashier_app.services.imports.importing import FileFacts, Progress, Stored
from cashier_app.services.imports.rows import CustomerRow, MeterRow, ReadingRow

_files = imports.file_imports
_LOCK_SECONDS = 0


class ImportRepository:
    """services.imports.ImportGateway on the clerk's own connection."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk

    def store_customers(
        self, file: FileFacts, rows: Sequence[CustomerRow], progress: Progress
    ) -> Stored:
        with self._one_at_a_time(MANAGE_CUSTOMERS) as connection:
            if before := _read_before(connection, file):
                return Stored(before=before)
            known = import_customers.read_known(connection, rows)
            checked = import_customers.check(rows, known)
            progress(len(rows) // 2, len(rows))
            outcome = Stored(len(checked.new), checked.there, refusals=tuple(checked.refusals))
            return _written(
                connection,
                file,
                outcome,
                lambda: import_customers.write(connection, checked.new, known),
            )

    def store_meters(self, file: FileFacts, rows: Sequence[MeterRow], progress: Progress) -> Stored:
        with self._one_at_a_time(MANAGE_CUSTOMERS) as connection:
            if before := _read_before(connection, file):
                return Stored(before=before)
            known = import_meters.read_known_meters(connection, rows)
            checked = import_meters.check_meters(rows, known, local_today(connection))
            progress(len(rows) // 2, len(rows))
            outcome = Stored(len(checked.new), checked.there, refusals=tuple(checked.refusals))
            return _written(
                connection,
                file,
                outcome,
                lambda: import_meters.write_meters(connection, checked.new, known),
            )

    def store_readings(
        self, file: FileFacts, rows: Sequence[ReadingRow], progress: Progress
    ) -> Stored:
        with self._one_at_a_time(ENTER_READINGS) as connection:
            if before := _read_before(connection, file):
                return Stored(before=before)
            if not rows:
                return Stored()
            known = import_readings.read_known_readings(connection, rows, local_today(connection))
            checked = import_readings.check_readings(rows, known, file.route)
            progress(len(rows) // 2, len(rows))
            outcome = Stored(
                len(checked.new), checked.there, tuple(checked.held), tuple(checked.refusals)
            )
            return _written(
                connection,
                file,
                outcome,
                lambda: import_readings.write_readings(connection, checked.new),
            )

    @contextmanager
    def _one_at_a_time(self, activity: str) -> Iterator[Connection]:
        """Two files at once would each miss what the other brings. Raises Busy."""
        with self._desk.looking(activity) as connection:
            name = connection.exec_driver_sql("SELECT CONCAT('cashier_import_', DATABASE())")
            lock = str(name.scalar_one())[:64]
            taken = connection.exec_driver_sql("SELECT GET_LOCK(%s, %s)", (lock, _LOCK_SECONDS))
            if taken.scalar_one() != 1:
                raise Busy("import_running")
            try:
                with transaction(connection):
                    yield connection
            finally:
                connection.exec_driver_sql("SELECT RELEASE_LOCK(%s)", (lock,))


def _read_before(connection: Connection, file: FileFacts) -> datetime | None:
    """When these very bytes were stored before."""
    found = connection.execute(
        select(_files.c.stored_at).where(
            _files.c.kind == file.kind.value, _files.c.content_hash == file.content_hash
        )
    ).scalar_one_or_none()
    return None if found is None else found.replace(tzinfo=UTC)


def _written(
    connection: Connection, file: FileFacts, outcome: Stored, write: Callable[[], None]
) -> Stored:
    """Write what is new, unless the order or a refused record forbids it."""
    if not file.may_store or (outcome.refusals and not file.leave_out_refused):
        return outcome
    if outcome.new:
        write()
    connection.execute(
        insert(_files).values(
            kind=file.kind.value,
            content_hash=file.content_hash,
            file_name=file.name[-200:],
            rows_stored=outcome.new,
        )
    )
    return Stored(outcome.new, outcome.there, outcome.held, outcome.refusals, is_written=True)
